// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

import java.util.List;

/** The answer of a check: every limit looked at, in the order in which accounts and their limits were given. */
public sealed interface LimitOutcome {

    List<Look> looks();

    /** All limits had room and the request is counted in all of them: the books to keep, one for each account. A book without limits comes back as it was. */
    record Admitted(List<Look> looks, List<Book> books) implements LimitOutcome {

        public Admitted {
            looks = List.copyOf(looks);
            books = List.copyOf(books);
        }
    }

    /**
     * At least one limit had no room and nothing was counted. {@code first} is the first such limit, and {@code retryAfterMs} the
     * shortest wait after which all of them have room if nothing else is admitted meanwhile, or {@link #NEVER}. A limit that
     * needs a new window in a full book counts as one without room, until enough other windows have run out.
     */
    record Held(List<Look> looks, Look first, long retryAfterMs) implements LimitOutcome {

        /** No wait helps: the request weighs more than a maximum. */
        public static final long NEVER = Long.MAX_VALUE;

        public Held {
            looks = List.copyOf(looks);
            if (retryAfterMs <= 0) {
                throw new IllegalArgumentException("wait of " + retryAfterMs + " ms: expected at least 1");
            }
        }
    }
}
