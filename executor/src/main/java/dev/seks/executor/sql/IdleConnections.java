// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that wait for the next call, a bounded number and for a short time only. How many are in use is bounded by
 * the calls of each service.
 */
final class IdleConnections implements AutoCloseable {
    static final int MAX_IDLE = 64;
    static final Duration MAX_IDLE_TIME = Duration.ofSeconds(30);
    static final Duration MAX_AGE = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(IdleConnections.class);
    private static final int VALID_WITHIN_SECONDS = 2;

    /** A connection with its age, by the monotonic clock. */
    record Kept(DatabaseId id, Connection connection, long bornNanos, long idleSinceNanos) {
        boolean isOver(long nowNanos) {
            return nowNanos - bornNanos > MAX_AGE.toNanos() || nowNanos - idleSinceNanos > MAX_IDLE_TIME.toNanos();
        }
    }

    private final Deque<Kept> idle = new ArrayDeque<>();
    private boolean closed;

    /**
     * One that still answers; it is the caller's until it is given back or thrown away. Where the last used one does not
     * answer, none of the others is asked: each could take the time that there is for a new one.
     */
    Optional<Kept> take(DatabaseId id) {
        Optional<Kept> kept = lastOf(id);
        if (kept.isEmpty() || isValid(kept.get().connection())) {
            return kept;
        }
        discard(kept.get().connection());
        throwOut(other -> other.id().equals(id));
        return Optional.empty();
    }

    private synchronized Optional<Kept> lastOf(DatabaseId id) {
        for (Iterator<Kept> all = idle.descendingIterator(); all.hasNext(); ) {
            Kept kept = all.next();
            if (kept.id().equals(id)) {
                all.remove();
                return kept.isOver(System.nanoTime()) ? discarded(kept) : Optional.of(kept);
            }
        }
        return Optional.empty();
    }

    private static Optional<Kept> discarded(Kept kept) {
        discard(kept.connection());
        return Optional.empty();
    }

    /** Keeps one that is in no transaction and on which nothing went wrong. */
    void give(Kept kept) {
        List<Kept> over = new ArrayList<>();
        synchronized (this) {
            Kept fresh = new Kept(kept.id(), kept.connection(), kept.bornNanos(), System.nanoTime());
            if (closed) {
                over.add(fresh);
            } else {
                idle.add(fresh);
            }
            if (idle.size() > MAX_IDLE) {
                over.add(idle.remove());
            }
        }
        over.forEach(old -> discard(old.connection()));
    }

    /** Closes those that have waited for too long. */
    void sweep() {
        long now = System.nanoTime();
        throwOut(kept -> kept.isOver(now));
    }

    private void throwOut(Predicate<Kept> which) {
        List<Kept> over = new ArrayList<>();
        synchronized (this) {
            idle.removeIf(kept -> which.test(kept) && over.add(kept));
        }
        over.forEach(old -> discard(old.connection()));
    }

    synchronized int count() {
        return idle.size();
    }

    private static boolean isValid(Connection connection) {
        try {
            return connection.isValid(VALID_WITHIN_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }

    static void discard(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("event=connection_not_closed state={}", e.getSQLState());
        }
    }

    @Override
    public void close() {
        List<Kept> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(idle);
            idle.clear();
        }
        all.forEach(kept -> discard(kept.connection()));
    }
}
