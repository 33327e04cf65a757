// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import dev.seks.executor.call.ActionCall;
import dev.seks.executor.call.CallError;
import dev.seks.executor.call.CallOutcome;
import dev.seks.executor.call.CallRunner;
import dev.seks.executor.control.Freezes;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A claimed request on its way to a result: made by the loop, run once by a thread of the pool, published by the loop. */
final class Flight {
    /** How long a call waits for it to be known what is frozen. */
    private static final Duration GATE_PATIENCE = Duration.ofSeconds(5);

    private static final FreezeGate.Stop BROKEN = new FreezeGate.Stop(
            ExecutionStatus.FAILED, new CallError("internal_error", "the call broke inside the executor"));

    /** What a result takes besides its body. */
    private static final int RESULT_BYTES = 1024;

    private final int partition;
    private final Approved approved;
    private final ActionCall call;
    private final @Nullable Instant deadline;
    private final Lease lease;
    private final int bytes;
    private final boolean again;
    private final AtomicBoolean counted = new AtomicBoolean();
    private final AtomicBoolean noted = new AtomicBoolean();
    private volatile boolean ended;
    private volatile @Nullable ExecutionResult result;

    private Flight(int partition, Verification.Accepted accepted, Lease lease, boolean again) {
        this.partition = partition;
        this.approved = accepted.approved();
        this.call = accepted.call();
        this.deadline = accepted.deadline();
        this.lease = lease;
        this.bytes = accepted.bytes();
        this.again = again;
    }

    /** A request about to be claimed. */
    static Flight first(int partition, Verification.Accepted accepted, Lease lease) {
        return new Flight(partition, accepted, lease, false);
    }

    /** An idempotent one that a predecessor has claimed and may have done. */
    static Flight again(int partition, Verification.Accepted accepted, Lease lease) {
        return new Flight(partition, accepted, lease, true);
    }

    /** Makes the call if it may still begin and is not frozen, and keeps the result. */
    void run(CallRunner runner, Freezes freezes, Clock clock) {
        abandon(BROKEN, clock); // stands if what follows ends in an error of the virtual machine
        FreezeGate gate = new FreezeGate(
                freezes,
                approved,
                lease,
                GATE_PATIENCE,
                () -> deadline != null && clock.instant().isAfter(deadline));
        Optional<FreezeGate.Stop> before = gate.refusal().flatMap(gate::stopOf);
        if (before.isPresent()) {
            abandon(before.get(), clock);
            return;
        }
        Instant startedAt = clock.instant();
        result = ResultRecords.without(
                approved, ExecutionStatus.OUTCOME_UNKNOWN, BROKEN.error(), startedAt); // now it may have begun
        CallOutcome outcome = runner.run(call.behind(gate));
        Optional<FreezeGate.Stop> stopped = gate.stopOf(outcome.error());
        if (stopped.isPresent()) {
            abandon(stopped.get(), clock);
        } else {
            // INVARIANT: that it failed now does not say that a predecessor has not done it
            CallOutcome known = again ? outcome.afterDoubt(call) : outcome;
            result = ResultRecords.of(approved, known, startedAt, clock.instant());
        }
    }

    /** Ends it without a call; nothing was done, unless by a predecessor. */
    void abandon(String code, String message, Clock clock) {
        abandon(new FreezeGate.Stop(ExecutionStatus.LAPSED, new CallError(code, message)), clock);
    }

    /** The same, since it is frozen or not known whether it is. */
    void abandon(FreezeGate.Stop stop, Clock clock) {
        ExecutionStatus status = again ? ExecutionStatus.OUTCOME_UNKNOWN : stop.status();
        result = ResultRecords.without(approved, status, stop.error(), clock.instant());
    }

    /** Changes whether the result counts as unpublished, and tells whether that is a change. */
    boolean count(boolean unpublished) {
        return counted.compareAndSet(!unpublished, unpublished);
    }

    /** Says, once, that what it came to is to be noted beside the result that others gave. */
    boolean takeNote() {
        return noted.compareAndSet(false, true);
    }

    /** What the result takes in memory, roughly. */
    int resultBytes() {
        ExecutionResult known = result;
        return RESULT_BYTES
                + (known == null || known.getBody() == null
                        ? 0
                        : known.getBody().length());
    }

    /** Says that {@link #result()} is final. */
    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    /** How it ended, once it has; never null then. */
    @Nullable
    ExecutionResult result() {
        return result;
    }

    int partition() {
        return partition;
    }

    ActionCall call() {
        return call;
    }

    Approved approved() {
        return approved;
    }

    int bytes() {
        return bytes;
    }
}
