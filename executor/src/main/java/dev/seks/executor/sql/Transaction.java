// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.sql;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seks.executor.call.ActionCall;
import dev.seks.executor.call.Attempt;
import dev.seks.executor.call.CallBounds;
import dev.seks.executor.call.Deadline;
import dev.seks.executor.sql.Rows.UnfitColumnsException;
import dev.seks.schemas.catalogue.Call.SqlCall;
import dev.seks.schemas.catalogue.ParamDefinition;
import dev.seks.schemas.catalogue.ParamType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement in one transaction of its own. Until the commit is asked for nothing has happened, whatever goes wrong:
 * the database rolls back what nobody commits. From then on only the database's own word that it did not is believed.
 */
final class Transaction {
    private static final JsonMapper JSON = new JsonMapper();

    private final ActionCall call;
    private final SqlCall sql;
    private final CallBounds bounds;
    private final Deadline deadline;
    private boolean isCommitting;
    private boolean isReusable;

    Transaction(ActionCall call, SqlCall sql, CallBounds bounds, Deadline deadline) {
        this.call = call;
        this.sql = sql;
        this.bounds = bounds;
        this.deadline = deadline;
    }

    /** Runs it to its end; the connection may be used again only if {@link #isReusable()} says so. */
    Attempt run(Connection connection) {
        try {
            connection.setAutoCommit(false);
            connection.setReadOnly(sql.readOnly());
            Attempt attempt = execute(connection);
            finish(connection);
            return attempt;
        } catch (UnfitColumnsException e) {
            return Attempt.notDone("sql_columns", "the statement gives " + e.getMessage());
        } catch (SQLException e) {
            return isCommitting ? inCommit(e) : beforeCommit(e);
        }
    }

    boolean isReusable() {
        return isReusable;
    }

    private Attempt execute(Connection connection) throws SQLException, UnfitColumnsException {
        try (PreparedStatement statement = prepared(connection)) {
            statement.setQueryTimeout((int) Math.max(1, (deadline.remainingMs() + 999) / 1000));
            statement.setMaxRows(sql.maxRows() + 1);
            statement.setFetchSize(sql.maxRows() + 1);
            bind(connection, statement);
            if (sql.readOnly()) {
                try (ResultSet result = statement.executeQuery()) {
                    return rows(Rows.read(result, sql.maxRows(), bounds.maxResponseBytes()));
                }
            }
            if (statement.execute()) {
                try (ResultSet result = statement.getResultSet()) {
                    return written(null, "rows", Rows.read(result, sql.maxRows(), bounds.maxResponseBytes()));
                }
            }
            long updated = statement.getLargeUpdateCount();
            if (sql.generatedKeys().isEmpty()) {
                return written(updated, "keys", new Rows("[]".getBytes(java.nio.charset.StandardCharsets.UTF_8), null));
            }
            try (ResultSet keys = statement.getGeneratedKeys()) {
                return written(
                        updated,
                        "keys",
                        Rows.read(keys, sql.generatedKeys(), sql.maxRows(), bounds.maxResponseBytes()));
            }
        }
    }

    private PreparedStatement prepared(Connection connection) throws SQLException {
        List<String> keys = sql.generatedKeys();
        String text = sql.statement().text();
        return keys.isEmpty()
                ? connection.prepareStatement(text)
                : connection.prepareStatement(text, keys.toArray(new String[0]));
    }

    private void bind(Connection connection, PreparedStatement statement) throws SQLException {
        int at = 1;
        for (String name : sql.statement().params()) {
            ParamDefinition param = call.action().params().find(name).orElseThrow();
            bind(connection, statement, at++, param.type(), call.params().get(name));
        }
    }

    private static void bind(
            Connection connection, PreparedStatement statement, int at, ParamType type, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(at, jdbcType(type));
        } else if (value instanceof Long whole) {
            statement.setLong(at, whole);
        } else if (value instanceof Double decimal) {
            statement.setDouble(at, decimal);
        } else if (value instanceof Boolean flag) {
            statement.setBoolean(at, flag);
        } else if (value instanceof List<?> texts) {
            statement.setArray(at, connection.createArrayOf("varchar", texts.toArray()));
        } else {
            statement.setString(at, (String) value);
        }
    }

    private static int jdbcType(ParamType type) {
        if (type instanceof ParamType.Whole) {
            return Types.BIGINT;
        } else if (type instanceof ParamType.Decimal) {
            return Types.DOUBLE;
        } else if (type instanceof ParamType.Flag) {
            return Types.BOOLEAN;
        }
        return type instanceof ParamType.Texts ? Types.ARRAY : Types.VARCHAR;
    }

    private static Attempt rows(Rows rows) {
        return new Attempt.Answered(null, rows.json(), rows.withheld(), null);
    }

    /** What a write comes to; rows that do not fit are withheld, the write is done all the same. */
    private Attempt written(@Nullable Long updated, String name, Rows rows) {
        if (rows.json() == null) {
            return new Attempt.Answered(null, null, rows.withheld(), null);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            if (updated != null) {
                json.writeNumberField("updated", updated);
            }
            json.writeFieldName(name);
            json.writeRawValue(new String(rows.json(), java.nio.charset.StandardCharsets.UTF_8));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return new Attempt.Answered(null, out.toByteArray(), rows.withheld(), null);
    }

    private void finish(Connection connection) throws SQLException {
        if (sql.readOnly()) {
            // never a commit: not every database keeps a read-only transaction from writing
            rollBack(connection);
            return;
        }
        isCommitting = true;
        connection.commit();
        isReusable = true;
    }

    private void rollBack(Connection connection) {
        try {
            connection.rollback();
            isReusable = true;
        } catch (SQLException e) {
            isReusable = false; // what was read was read
        }
    }

    private Attempt beforeCommit(SQLException e) {
        if (SqlState.isTimeout(e) || deadline.hasPassed()) {
            return Attempt.notDone("timed_out", "the statement did not end in time and was rolled back");
        }
        if (SqlState.isGone(e)) {
            return Attempt.unreachable(
                    "unreachable", "the connection broke before the commit, and the database rolls back" + told(e));
        }
        return Attempt.notDone("sql_refused", "the database refused the statement" + told(e));
    }

    private Attempt inCommit(SQLException e) {
        if (SqlState.isRolledBack(e)) {
            return Attempt.notDone("sql_refused", "the database refused to commit" + told(e));
        }
        return deadline.hasPassed()
                ? Attempt.unsure("timed_out", "the database did not say in time whether it has committed")
                : Attempt.unsure("unreachable", "the connection broke while the transaction was committed" + told(e));
    }

    private static String told(SQLException e) {
        String state = SqlState.of(e);
        return state.isEmpty() ? "" : ", SQLSTATE " + state;
    }
}
