// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @ParameterizedTest
    @ValueSource(longs = {0, -5_000_000_000_000L, Long.MAX_VALUE - 1_000_000_000_000L})
    void letsABurstPassAndThenOneEachInterval(long start) {
        Pace pace = new Pace(3, Duration.ofSeconds(1));

        assertThat(pace.take(start) && pace.take(start) && pace.take(start)).isTrue();
        assertThat(pace.take(start)).isFalse();
        assertThat(pace.waitNs(start)).isEqualTo(SECOND);
        assertThat(pace.take(start + SECOND - 1)).isFalse();
        assertThat(pace.take(start + SECOND)).isTrue();
        assertThat(pace.take(start + SECOND)).isFalse();
        assertThat(pace.take(start + 2 * SECOND)).isTrue();
    }

    @Test
    void letsNothingPassWhileAskedForPatience() {
        Pace pace = new Pace(3, Duration.ofSeconds(1));

        pace.holdOff(0, Duration.ofSeconds(7));
        pace.holdOff(0, Duration.ofSeconds(2));

        assertThat(pace.waitNs(0)).isEqualTo(7 * SECOND);
        assertThat(pace.take(7 * SECOND - 1)).isFalse();
        assertThat(pace.take(7 * SECOND)).isTrue();
    }

    @Test
    void neverLetsMorePassThanTheBurstAndTheIntervalAllow() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Pace pace = new Pace(4, Duration.ofSeconds(1));
        Deque<Long> taken = new ArrayDeque<>();
        long now = 0;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextLong(SECOND / 2);
            if (pace.take(now)) {
                taken.addLast(now);
            }
            while (!taken.isEmpty() && taken.peekFirst() <= now - 10 * SECOND) {
                taken.removeFirst();
            }
            assertThat(taken.size()).as("seed %d", seed).isLessThanOrEqualTo(14);
        }
        assertThat(taken).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 30, 601})
    void keepsToSoManyAMinute(int most) {
        Pace pace = Pace.perMinute(most);
        Deque<Long> taken = new ArrayDeque<>();
        int all = 0;
        for (long now = 0; now < 600 * SECOND; now += SECOND / 10) {
            while (!taken.isEmpty() && taken.peekFirst() <= now - 60 * SECOND) {
                taken.removeFirst();
            }
            while (pace.take(now)) {
                taken.addLast(now);
                all++;
            }
            assertThat(taken.size()).isLessThanOrEqualTo(most);
        }
        assertThat(all).as("and makes use of them").isGreaterThanOrEqualTo(most * 5 - 1);
    }

    @Test
    void waitsTwiceAsLongEachTimeUntilItWorks() {
        Patience patience = new Patience();

        assertThat(patience.waitNs(0)).isZero();
        assertThat(patience.lose(0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(patience.waitNs(0)).isEqualTo(SECOND);
        assertThat(patience.lose(SECOND)).isEqualTo(Duration.ofSeconds(2));
        for (int i = 0; i < 10; i++) {
            patience.lose(SECOND);
        }
        assertThat(patience.lose(0)).isEqualTo(Duration.ofMinutes(1));
        patience.win();
        assertThat(patience.waitNs(0)).isZero();
        assertThat(patience.lose(0)).isEqualTo(Duration.ofSeconds(1));
    }
}
