// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.peers;

import dev.seks.broker.limit.Account;
import dev.seks.broker.limit.Book;
import dev.seks.broker.limit.Charge;
import dev.seks.broker.limit.Limit;
import dev.seks.broker.limit.LimitOutcome;
import dev.seks.broker.limit.LimitOutcome.Admitted;
import dev.seks.broker.limit.Limiter;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One admitted request against one limit. The peers keep a counter in memory that is gone with the process, and allow
 * up to twice the limit around the border of a period (Resilience4j) or in any window (a token bucket, Bucket4j); seks
 * never exceeds it in any window, and its book is a value that can be stored, replayed and explained.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LimiterPeersBenchmark {
    private static final int PLENTY = 1_000_000_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long START_MS = 1_700_000_000_000L;

    private final Bucket bucket = Bucket.builder()
            .addLimit(limit -> limit.capacity(PLENTY).refillGreedy(PLENTY, MINUTE))
            .build();
    private final RateLimiter rateLimiter = RateLimiter.of(
            "bench",
            RateLimiterConfig.custom()
                    .limitForPeriod(PLENTY)
                    .limitRefreshPeriod(MINUTE)
                    .timeoutDuration(Duration.ZERO)
                    .build());
    private final List<Charge> charges =
            List.of(new Charge(new Limit("global", "global", PLENTY, MINUTE.toMillis()), 1));
    private Book book = Book.EMPTY;
    private byte[] stored = {};
    private long nowMs = START_MS;

    /** A book whose window is in use, as it is after some minutes. */
    @Setup(Level.Trial)
    public void fill() {
        for (int i = 0; i < 10_000; i++) {
            nowMs += 20;
            book = admitted(book);
        }
        stored = book.encode();
    }

    @Benchmark
    public Book seksInMemory() {
        return admitted(book);
    }

    /** As the broker does it: what is stored comes in, what is to be stored goes out. */
    @Benchmark
    public byte[] seksFromBytesToBytes() {
        return admitted(Book.decode(stored)).encode();
    }

    @Benchmark
    public boolean bucket4jInMemory() {
        return bucket.tryConsume(1);
    }

    @Benchmark
    public boolean resilience4jInMemory() {
        return rateLimiter.acquirePermission();
    }

    private Book admitted(Book before) {
        LimitOutcome outcome = Limiter.check(List.of(new Account(before, charges)), nowMs);
        return ((Admitted) outcome).books().get(0);
    }
}
