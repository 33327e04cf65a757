// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.micro;

import dev.seks.broker.limit.Account;
import dev.seks.broker.limit.Book;
import dev.seks.broker.limit.Charge;
import dev.seks.broker.limit.Limit;
import dev.seks.broker.limit.LimitOutcome;
import dev.seks.broker.limit.LimitOutcome.Admitted;
import dev.seks.broker.limit.LimitOutcome.Held;
import dev.seks.broker.limit.Limiter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One request against three limits, global, per service and per agent, as the topology does it: both books come out of their
 * bytes, and when the request is admitted both go back into bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class LimiterBenchmark {

    private static final long START_MS = 1_700_000_000_000L;
    private static final long MINUTE_MS = 60_000;
    private static final int WARM_MINUTES = 3;

    /** How many requests a minute an agent may make; the service twice, all together about three times as many. */
    @Param({"30", "1000000"})
    public long perMinute;

    private List<Limit> sharedLimits = List.of();
    private List<Limit> ownLimits = List.of();
    private Book shared = Book.EMPTY;
    private Book own = Book.EMPTY;
    private byte[] sharedBytes = {};
    private byte[] ownBytes = {};
    private long nowMs = START_MS;

    /** The books of requests that arrived evenly at the agent's rate for some minutes, and room for the next one. */
    @Setup(Level.Trial)
    public void warm() {
        sharedLimits = List.of(
                new Limit("global", "global", perMinute * 10 / 3, MINUTE_MS),
                new Limit("per service", "service:github", perMinute * 2, MINUTE_MS));
        ownLimits = List.of(new Limit("per agent", "agent", perMinute, MINUTE_MS));
        long requests = perMinute * 9 / 10 * WARM_MINUTES;
        for (long i = 0; i < requests; i++) {
            nowMs = START_MS + i * WARM_MINUTES * MINUTE_MS / requests;
            if (check(shared, own, 1) instanceof Admitted admitted) {
                shared = admitted.books().get(0);
                own = admitted.books().get(1);
            }
        }
        sharedBytes = shared.encode();
        ownBytes = own.encode();
        System.out.println("bytes of the shared value " + sharedBytes.length + ", of the own value " + ownBytes.length);
    }

    /** The whole step, from bytes to bytes. */
    @Benchmark
    public int admitFromBytesToBytes() {
        Admitted admitted = (Admitted) check(Book.decode(sharedBytes), Book.decode(ownBytes), 1);
        return admitted.books().get(0).encode().length + admitted.books().get(1).encode().length;
    }

    /** The books out of their bytes, alone. */
    @Benchmark
    public void decode(Blackhole blackhole) {
        blackhole.consume(Book.decode(sharedBytes));
        blackhole.consume(Book.decode(ownBytes));
    }

    /** The books into their bytes, alone. */
    @Benchmark
    public int encode() {
        return shared.encode().length + own.encode().length;
    }

    /** The check and the new books alone. */
    @Benchmark
    public LimitOutcome admit() {
        return check(shared, own, 1);
    }

    /** A request that is held: it is read and checked, nothing is written. */
    @Benchmark
    public long holdFromBytes() {
        LimitOutcome outcome = check(Book.decode(sharedBytes), Book.decode(ownBytes), perMinute);
        return ((Held) outcome).retryAfterMs();
    }

    private LimitOutcome check(Book sharedBook, Book ownBook, long weight) {
        return Limiter.check(
                List.of(
                        new Account(sharedBook, charges(sharedLimits, weight)),
                        new Account(ownBook, charges(ownLimits, weight))),
                nowMs);
    }

    private static List<Charge> charges(List<Limit> limits, long weight) {
        return limits.stream().map(limit -> new Charge(limit, weight)).toList();
    }
}
