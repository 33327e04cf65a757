// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.sql;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seks.executor.answer.Withheld;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows as a JSON list of objects: numbers, truth values, texts and null; everything else as the text that the database
 * has for it, bytes in base64. Names of columns are in lower case.
 *
 * @param json null if they do not fit
 * @param withheld why these are not all rows; null when they are
 */
record Rows(byte @Nullable [] json, @Nullable Withheld withheld) {
    private static final JsonMapper JSON = new JsonMapper();
    static final int MAX_COLUMNS = 200;

    /** Says that two columns cannot be told apart, or that there are too many. */
    static final class UnfitColumnsException extends Exception {
        private static final long serialVersionUID = 1L;

        UnfitColumnsException(String message) {
            super(message);
        }
    }

    /** Reads at most so many rows of at most so many bytes. */
    static Rows read(ResultSet result, int maxRows, int maxBytes) throws SQLException, UnfitColumnsException {
        return read(result, columns(result.getMetaData()), maxRows, maxBytes);
    }

    /** The same with names of the caller's, for the columns in their order. */
    static Rows read(ResultSet result, List<String> names, int maxRows, int maxBytes) throws SQLException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int rows = 0;
        boolean more = false;
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartArray();
            while (!more && result.next()) {
                more = rows == maxRows;
                if (!more) {
                    row(json, result, names, maxBytes);
                    json.flush();
                    rows++;
                }
                if (out.size() > maxBytes) {
                    return new Rows(null, Withheld.TOO_LARGE);
                }
            }
            json.writeEndArray();
        } catch (IOException e) {
            return new Rows(null, Withheld.TOO_LARGE);
        }
        return out.size() > maxBytes
                ? new Rows(null, Withheld.TOO_LARGE)
                : new Rows(out.toByteArray(), more ? Withheld.TOO_MANY_ROWS : null);
    }

    private static List<String> columns(ResultSetMetaData meta) throws SQLException, UnfitColumnsException {
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        if (meta.getColumnCount() > MAX_COLUMNS) {
            throw new UnfitColumnsException(meta.getColumnCount() + " columns, expected at most " + MAX_COLUMNS);
        }
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            String name = meta.getColumnLabel(i).toLowerCase(Locale.ROOT);
            if (!seen.add(name)) {
                throw new UnfitColumnsException("two columns of the same name, expected each to have its own");
            }
            names.add(name);
        }
        return names;
    }

    private static void row(JsonGenerator json, ResultSet result, List<String> names, int maxBytes)
            throws SQLException, IOException {
        ResultSetMetaData meta = result.getMetaData();
        json.writeStartObject();
        for (int i = 0; i < names.size(); i++) {
            json.writeFieldName(names.get(i));
            boolean isId = "UUID".equalsIgnoreCase(meta.getColumnTypeName(i + 1)); // bytes to some drivers
            value(json, result, i + 1, isId ? Types.VARCHAR : meta.getColumnType(i + 1), maxBytes);
        }
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, ResultSet result, int column, int type, int maxBytes)
            throws SQLException, IOException {
        switch (type) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> {
                long number = result.getLong(column);
                if (result.wasNull()) {
                    json.writeNull();
                } else {
                    json.writeNumber(number);
                }
            }
            case Types.NUMERIC, Types.DECIMAL, Types.REAL, Types.FLOAT, Types.DOUBLE -> decimal(json, result, column);
            case Types.BOOLEAN, Types.BIT -> bit(json, result, column);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                binary(json, result, column, maxBytes);
            default -> text(json, result.getString(column));
        }
    }

    /** Databases have numbers that JSON has not: NaN and the infinities are texts. */
    private static void decimal(JsonGenerator json, ResultSet result, int column) throws SQLException, IOException {
        String text = result.getString(column);
        if (text != null && text.matches("-?[0-9.]+([eE][+-]?[0-9]+)?")) {
            json.writeNumber(new BigDecimal(text));
        } else {
            text(json, text);
        }
    }

    /** PostgreSQL calls both truth values and strings of bits so. */
    private static void bit(JsonGenerator json, ResultSet result, int column) throws SQLException, IOException {
        String text = result.getString(column);
        if (text == null) {
            json.writeNull();
        } else if (text.equalsIgnoreCase("t") || text.equalsIgnoreCase("true")) {
            json.writeBoolean(true);
        } else if (text.equalsIgnoreCase("f") || text.equalsIgnoreCase("false")) {
            json.writeBoolean(false);
        } else {
            json.writeString(text);
        }
    }

    private static void binary(JsonGenerator json, ResultSet result, int column, int maxBytes)
            throws SQLException, IOException {
        try (InputStream in = result.getBinaryStream(column)) {
            if (in == null) {
                json.writeNull();
                return;
            }
            json.writeString(Base64.getEncoder().encodeToString(in.readNBytes(maxBytes + 1)));
        }
    }

    private static void text(JsonGenerator json, @Nullable String text) throws IOException {
        if (text == null) {
            json.writeNull();
        } else {
            json.writeString(text);
        }
    }
}
