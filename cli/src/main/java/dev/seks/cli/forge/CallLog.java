// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.forge;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest calls, oldest first, of a bounded number. Safe for use by many threads. */
final class CallLog {
    static final int MAX_CALLS = 20_000;

    private final Deque<Call> calls = new ArrayDeque<>();

    synchronized void add(Call call) {
        if (calls.size() == MAX_CALLS) {
            calls.removeFirst();
        }
        calls.addLast(call);
    }

    synchronized List<Call> all() {
        return List.copyOf(calls);
    }
}
