// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.sql;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the SQLSTATE of a failure says; of the failure's text nothing is told, since databases quote values in it. */
final class SqlState {
    /** A rule of the data, of the transaction, or of what it may do, told by the database itself: it was rolled back. */
    private static final Set<String> ROLLED_BACK = Set.of("23", "25", "40", "44");

    private static final String COMPLETION_UNKNOWN = "40003";
    private static final Set<String> CANCELLED = Set.of("57014", "HYT00");
    private static final Set<String> GONE = Set.of("08", "57", "58", "53", "90");
    private static final String LOGIN = "28";

    private SqlState() {}

    /** Whether the database has said, while committing, that it did not. */
    static boolean isRolledBack(SQLException e) {
        String state = of(e);
        return !state.equals(COMPLETION_UNKNOWN) && ROLLED_BACK.contains(group(state));
    }

    static boolean isTimeout(SQLException e) {
        return e instanceof SQLTimeoutException || CANCELLED.contains(of(e));
    }

    static boolean isLogin(SQLException e) {
        return group(of(e)).equals(LOGIN);
    }

    /** Whether the connection or the server is lost rather than the statement refused. */
    static boolean isGone(SQLException e) {
        return GONE.contains(group(of(e))) || of(e).isEmpty();
    }

    /** Five characters; empty when the driver gives none. */
    static String of(SQLException e) {
        @Nullable String state = e.getSQLState();
        return state == null || !state.matches("[0-9A-Z]{5}") ? "" : state;
    }

    private static String group(String state) {
        return state.length() < 2 ? "" : state.substring(0, 2);
    }
}
