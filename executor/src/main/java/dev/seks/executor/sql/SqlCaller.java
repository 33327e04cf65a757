// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.sql;

import dev.seks.executor.call.ActionCall;
import dev.seks.executor.call.Attempt;
import dev.seks.executor.call.CallBounds;
import dev.seks.executor.call.CallError;
import dev.seks.executor.call.Caller;
import dev.seks.executor.call.Deadline;
import dev.seks.executor.call.Login;
import dev.seks.executor.credential.Destination;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.egress.LateNamesException;
import dev.seks.executor.egress.RefusedAddressException;
import dev.seks.executor.egress.TimedNames;
import dev.seks.executor.sql.IdleConnections.Kept;
import dev.seks.schemas.catalogue.Call.SqlCall;
import dev.seks.schemas.catalogue.Database;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements on databases. What may be answered: the rows of a statement that reads, as a list; {@code updated} and
 * {@code keys} of one that writes, or the {@code rows} it gives.
 */
public final class SqlCaller implements Caller<SqlCall> {
    private static final int MAX_PER_SERVICE = 10;

    /** After the time for a statement the driver and the database have this long to end it properly. */
    private static final long GRACE_MS = 1000;

    private static final long SWEEP_SECONDS = 10;

    private final TimedNames names;
    private final ConnectionMaker connections;
    private final IdleConnections idle = new IdleConnections();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "seks-executor-sql");
        thread.setDaemon(true);
        return thread;
    });

    /** A caller that asks the system for addresses. */
    public SqlCaller() {
        this(SystemDefaultDnsResolver.INSTANCE);
    }

    SqlCaller(DnsResolver names) {
        this.names = new TimedNames(names);
        this.connections = new ConnectionMaker(this.names);
        timer.setRemoveOnCancelPolicy(true);
        timer.scheduleWithFixedDelay(idle::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public Class<SqlCall> kind() {
        return SqlCall.class;
    }

    @Override
    public Optional<Destination> destination(ActionCall call) {
        return Optional.ofNullable(call.service().database())
                .map(database -> new Destination(database.host(), database.port(), database.verified()));
    }

    @Override
    public int maxPerService() {
        return MAX_PER_SERVICE;
    }

    @Override
    public Attempt attempt(
            ActionCall call, SqlCall sql, @Nullable Secret secret, CallBounds bounds, Deadline deadline) {
        Database database = call.service().database();
        if (database == null) {
            return Attempt.notDone("no_database", "the service has no database in the catalogue");
        }
        Optional<Login> login = Optional.ofNullable(secret).flatMap(Login::of);
        if (login.isEmpty()) {
            return Attempt.notDone("credential_unusable", "the credential is no user, colon and password");
        }
        Deadline attempt = deadline.within(bounds.attemptTimeout());
        DatabaseId id = DatabaseId.of(
                call.domain(),
                call.service().service(),
                database,
                call.service().allowPrivate(),
                login.get());
        Kept kept;
        try {
            Optional<Kept> waiting = idle.take(id);
            kept = waiting.isPresent() ? waiting.get() : opened(id, login.get(), bounds, attempt);
        } catch (UnknownHostException e) {
            return unresolved(e);
        } catch (SQLException e) {
            return unconnected(e, attempt);
        }
        Optional<CallError> keptIn = call.gate().refusal();
        if (keptIn.isPresent()) {
            idle.give(kept);
            return new Attempt.NotDone(keptIn.get(), false);
        }
        return run(kept, new Transaction(call, sql, bounds, attempt), attempt);
    }

    private Kept opened(DatabaseId id, Login login, CallBounds bounds, Deadline deadline)
            throws SQLException, UnknownHostException {
        long now = System.nanoTime();
        return new Kept(id, connections.open(id, login, bounds, deadline), now, now);
    }

    private Attempt run(Kept kept, Transaction transaction, Deadline deadline) {
        Connection connection = kept.connection();
        ScheduledFuture<?> alarm =
                timer.schedule(() -> abort(connection), deadline.remainingMs() + GRACE_MS, TimeUnit.MILLISECONDS);
        try {
            return transaction.run(connection);
        } finally {
            boolean inTime = alarm.cancel(false);
            if (transaction.isReusable() && inTime) {
                idle.give(kept);
            } else {
                IdleConnections.discard(connection);
            }
        }
    }

    /** Closes the socket under whoever waits on it. */
    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            IdleConnections.discard(connection);
        }
    }

    private static Attempt unresolved(UnknownHostException e) {
        if (e instanceof RefusedAddressException) {
            return Attempt.notDone("address_refused", e.getMessage());
        }
        return e instanceof LateNamesException
                ? Attempt.unreachable("timed_out", "the service's host name was not resolved in time")
                : Attempt.unreachable("unreachable", "the service's host name cannot be resolved");
    }

    private static Attempt unconnected(SQLException e, Deadline deadline) {
        if (SqlState.isLogin(e)) {
            return Attempt.notDone("login_refused", "the database refused the credential");
        }
        return deadline.hasPassed()
                ? Attempt.unreachable("timed_out", "the database could not be reached in time")
                : Attempt.unreachable("unreachable", "the database cannot be reached");
    }

    @Override
    public void close() {
        timer.shutdownNow();
        idle.close();
        names.close();
    }
}
