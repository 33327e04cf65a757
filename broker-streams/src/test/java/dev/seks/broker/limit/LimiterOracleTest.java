// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.broker.limit.LimitOutcome.Admitted;
import dev.seks.broker.limit.LimitOutcome.Held;
import dev.seks.broker.oracle.Arrivals;
import dev.seks.broker.oracle.ExactLog;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limiter against an exact log of every admission, over random arrivals. */
class LimiterOracleTest {

    private static final long SEED = Long.getLong("seks.seed", 20_261_123L);
    private static final int STEPS = Math.max(6_000, Integer.getInteger("seks.cases", 30_000));

    @ParameterizedTest
    @CsvSource({
        "1000, 50, 30, 1",
        "1000, 50, 1000, 400",
        "60000, 60, 30, 1",
        "60000, 60, 100, 9",
        "3600000, 60, 40, 6",
        "86400000, 60, 5000000, 900000",
        "300, 60, 7, 2",
        "60, 60, 5, 1"
    })
    void neverAdmitsTooMuchAndHoldsBackOneBucketLongerAtMost(long windowMs, int buckets, long max, int heaviest) {
        // given
        System.out.println("seed " + SEED + ", window " + windowMs + " ms");
        Random random = new Random(SEED + windowMs + max);
        Arrivals arrivals = new Arrivals(random, windowMs, buckets);
        ExactLog log = new ExactLog(windowMs);
        List<Limit> limits = List.of(new Limit("limit", "key", max, windowMs));
        Book book = Book.EMPTY;
        int admitted = 0;

        for (int step = 0; step < STEPS; step++) {
            // when
            long nowMs = arrivals.next();
            long weight = 1 + random.nextInt(heaviest);
            LimitOutcome outcome = Checks.check(List.of(), limits, Book.EMPTY, book, nowMs, weight);

            // then
            if (outcome instanceof Admitted yes) {
                log.add(nowMs, weight);
                assertThat(log.within(nowMs)).isLessThanOrEqualTo(max);
                book = throughBytes(yes.books().get(1));
                admitted++;
            } else if (outcome instanceof Held no) {
                long exactMs = log.fallsTo(max - weight, nowMs) - nowMs;
                assertThat(no.retryAfterMs()).isBetween(Math.max(1, exactMs), exactMs + windowMs / buckets - 1);
                assertAdmitsAfterExactly(no.retryAfterMs(), limits, book, nowMs, weight);
            }
        }
        assertThat(admitted).isBetween(STEPS / 20, STEPS - STEPS / 20);
    }

    private static void assertAdmitsAfterExactly(long waitMs, List<Limit> limits, Book book, long nowMs, long weight) {
        assertThat(Checks.check(List.of(), limits, Book.EMPTY, book, nowMs + waitMs, weight))
                .isInstanceOf(Admitted.class);
        assertThat(Checks.check(List.of(), limits, Book.EMPTY, book, nowMs + waitMs - 1, weight))
                .isInstanceOf(Held.class);
    }

    private static Book throughBytes(Book book) {
        byte[] bytes = book.encode();
        Book decoded = Book.decode(bytes);
        assertThat(decoded.encode()).isEqualTo(bytes);
        return decoded;
    }
}
