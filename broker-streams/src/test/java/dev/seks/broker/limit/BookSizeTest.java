// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.broker.oracle.Arrivals;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is stored of a limit stays small however long it runs and however much it admits. */
class BookSizeTest {
    private static final long SEED = Long.getLong("seks.seed", 20_261_123L);
    private static final long T = 1_700_000_040_000L;
    private static final int STEPS = 20_000;

    /** Version, time, number of windows; length of key, key, length of window, number of buckets. */
    private static final int HEAD = 1 + 6 + 1;

    private static final int WINDOW_HEAD = 1 + "agent/aeonbyte".length() + 5 + 1;

    @ParameterizedTest
    @CsvSource({
        "1000, 1000000000, 1, 2",
        "60000, 30, 1, 1",
        "3600000, 600, 1, 1",
        "86400000, 1000000000000, 100000000, 6"
    })
    void holdsAtMostOneNumberForEachBucket(long windowMs, long max, int heaviest, int bytesOfANumber) {
        // given
        Random random = new Random(SEED);
        Arrivals arrivals = new Arrivals(random, windowMs, Window.buckets(windowMs));
        List<Limit> limits = List.of(new Limit("limit", "agent/aeonbyte", max, windowMs));
        int most = HEAD + WINDOW_HEAD + (Window.buckets(windowMs) + 1) * (bytesOfANumber + 1);
        Book book = Book.EMPTY;
        int largest = 0;

        // when
        for (int step = 0; step < STEPS; step++) {
            long nowMs = arrivals.next();
            LimitOutcome outcome =
                    Checks.check(List.of(), limits, Book.EMPTY, book, nowMs, 1 + random.nextInt(heaviest));
            if (outcome instanceof LimitOutcome.Admitted admitted) {
                book = admitted.books().get(1);
                largest = Math.max(largest, book.encode().length);
            }
        }

        // then
        System.out.println("seed " + SEED + ", largest " + largest + " of at most " + most + " bytes");
        assertThat(largest).isGreaterThan(HEAD + WINDOW_HEAD).isLessThanOrEqualTo(most);
    }

    @Test
    void isFullAtItsBoundWhateverComes() {
        // given
        Book book = Book.EMPTY;

        // when
        for (int i = 0; i < 2 * Book.MAX_WINDOWS; i++) {
            List<Limit> limits = List.of(new Limit("limit", "action/service-" + i + ".do", 5, 60_000));
            if (Checks.check(List.of(), limits, Book.EMPTY, book, T, 1) instanceof LimitOutcome.Admitted admitted) {
                book = admitted.books().get(1);
            }
        }

        // then
        assertThat(book).hasToString("Book[windows=" + Book.MAX_WINDOWS + ", timeMs=" + T + "]");
        assertThat(book.encode().length).isLessThan(Book.MAX_WINDOWS * 40);
    }
}
