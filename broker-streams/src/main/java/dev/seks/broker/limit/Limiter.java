// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

import java.util.ArrayList;
import java.util.List;

/** Admits a request only if every limit has room for it, and then counts it in all of them. */
public final class Limiter {

    private Limiter() {}

    /**
     * Checks at {@code nowMs} what one request would take from each account, all together. Time never runs backwards: an
     * earlier {@code nowMs} than any book has seen is taken as that time. A book belongs to one owner, and limits of the
     * same key in different books are different windows.
     */
    public static LimitOutcome check(List<Account> accounts, long nowMs) {
        if (nowMs < 0 || nowMs > Book.MAX_TIME_MS) {
            throw new IllegalArgumentException("time " + nowMs + ": expected 0 to " + Book.MAX_TIME_MS);
        }
        long timeMs = nowMs;
        int limits = 0;
        for (Account account : accounts) {
            timeMs = Math.max(timeMs, account.book().timeMs());
            limits += account.charges().size();
        }
        Inspection inspection = new Inspection(timeMs, limits);
        accounts.forEach(inspection::look);
        Look first = inspection.first();
        if (first != null) {
            return new LimitOutcome.Held(inspection.looks(), first, inspection.waitFrom(nowMs));
        }
        List<Book> books = new ArrayList<>(accounts.size());
        for (Account account : accounts) {
            books.add(account.book().plus(account.charges(), timeMs));
        }
        return new LimitOutcome.Admitted(inspection.looks(), books);
    }
}
