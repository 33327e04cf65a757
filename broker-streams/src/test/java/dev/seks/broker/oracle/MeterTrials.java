// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.oracle;

import dev.seks.broker.oracle.Levels.Call;
import dev.seks.broker.oracle.Levels.Take;
import dev.seks.broker.oracle.Meter.Reply;
import dev.seks.broker.oracle.Meter.Seen;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Holds a meter against exact logs of everything that it admitted, one for each window: over many levels at once, while
 * limits change and the meter is restarted.
 */
public final class MeterTrials {
    private static final int CHANGE_EVERY = 300;
    private static final int RESTART_EVERY = 100;
    private static final List<Call> CALLS = List.of(
            new Call("", "", "get", 0),
            new Call("", "", "buy", 250_000),
            new Call("", "", "pay", 100_000),
            new Call("", "", "wait", 50_000));

    private final long seed;
    private final int steps;
    private final Random random;
    private final Meter meter;
    private final Map<String, ExactLog> logs = new HashMap<>();
    private final Map<String, Integer> seen = new TreeMap<>();
    private Levels levels;

    public MeterTrials(long seed, int steps, Meter meter) {
        this.seed = seed;
        this.steps = steps;
        this.random = new Random(seed);
        this.meter = meter;
        this.levels = Levels.random(random);
    }

    /** Runs all steps; returns how often which limit held first, and how often nothing did under an empty name. */
    public Map<String, Integer> run() {
        Arrivals arrivals = new Arrivals(random, 60_000, 60);
        meter.limits(levels);
        for (int step = 0; step < steps; step++) {
            if (random.nextInt(CHANGE_EVERY) == 0) {
                levels = Levels.random(random);
                meter.limits(levels);
            }
            if (random.nextInt(RESTART_EVERY) == 0) {
                meter.restart();
            }
            Call kind = CALLS.get(random.nextInt(CALLS.size()));
            Call call = new Call(
                    random.nextBoolean() ? "a" : "b", random.nextBoolean() ? "s" : "t", kind.action(), kind.cost());
            step(step, call, arrivals.next());
        }
        return seen;
    }

    private void step(int step, Call call, long nowMs) {
        List<Take> takes = levels.takes(call);
        Reply reply = meter.ask(call, nowMs);
        try {
            requireToldAll(takes, reply, nowMs);
            if (reply.admitted()) {
                requireRoom(takes, nowMs);
            } else {
                requireHeld(takes, reply, nowMs);
                requireRetry(call, takes, reply, nowMs);
            }
        } catch (AssertionError e) {
            throw new AssertionError(
                    "seed " + seed + ", step " + step + ", " + call + " at " + nowMs + ": " + e.getMessage() + "\n"
                            + reply,
                    e);
        }
        seen.merge(reply.first(), 1, Integer::sum);
    }

    private ExactLog log(Take take) {
        return logs.computeIfAbsent(take.window(), w -> new ExactLog(take.windowMs()));
    }

    /** Every limit is named once, with what an exact log shows, or at most what a window one bucket longer held. */
    private void requireToldAll(List<Take> takes, Reply reply, long nowMs) {
        require(reply.seen().size() == takes.size(), "looked at " + reply.seen().size() + " of " + takes.size());
        for (Take take : takes) {
            Seen told = reply.seen().stream()
                    .filter(one -> one.name().equals(take.name()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("did not look at " + take.name()));
            boolean same =
                    told.max() == take.max() && told.windowMs() == take.windowMs() && told.weight() == take.weight();
            require(same, "told " + told + ", expected " + take);
            long least = log(take).within(nowMs);
            long most = log(take).within(nowMs, take.slackMs());
            require(
                    told.used() >= least && told.used() <= most,
                    "told " + told + ", expected " + least + " to " + most + " used");
        }
    }

    /** INVARIANT: counted in all windows, each once, and never more than the maximum in any of them. */
    private void requireRoom(List<Take> takes, long nowMs) {
        Set<String> counted = new HashSet<>();
        for (Take take : takes) {
            if (counted.add(take.window())) {
                log(take).add(nowMs, take.weight());
            }
        }
        for (Take take : takes) {
            long within = log(take).within(nowMs);
            require(within <= take.max(), "admitted " + within + " in a window of " + take);
        }
    }

    /** The first limit without room is named, and a window one bucket longer would not have had room either. */
    private void requireHeld(List<Take> takes, Reply reply, long nowMs) {
        Seen first = reply.seen().stream()
                .filter(one -> one.used() > one.max() - one.weight())
                .findFirst()
                .orElseThrow(() -> new AssertionError("held although every limit had room"));
        require(first.name().equals(reply.first()), "named " + reply.first() + ", expected " + first.name());
        require(
                takes.stream().anyMatch(t -> log(t).within(nowMs, t.slackMs()) > t.max() - t.weight()),
                "held back for longer than one bucket");
    }

    /** The wait is the shortest that helps, and no longer than from exact logs by more than one bucket. */
    private void requireRetry(Call call, List<Take> takes, Reply reply, long nowMs) {
        if (takes.stream().anyMatch(take -> take.weight() > take.max())) {
            require(reply.retryAfterMs() == Meter.NEVER, "expected to wait for ever");
            return;
        }
        long least = 0;
        long most = 0;
        for (Take take : takes) {
            long exactMs = log(take).fallsTo(take.max() - take.weight(), nowMs) - nowMs;
            least = Math.max(least, exactMs);
            most = Math.max(most, exactMs + take.slackMs());
        }
        long told = reply.retryAfterMs();
        require(told >= least && told <= most, "expected to wait " + least + " to " + most + " ms");
        require(meter.wouldAdmit(call, nowMs + told), "held again after the wait");
        require(!meter.wouldAdmit(call, nowMs + told - 1), "could have waited less");
    }

    private static void require(boolean holds, String told) {
        if (!holds) {
            throw new AssertionError(told);
        }
    }
}
