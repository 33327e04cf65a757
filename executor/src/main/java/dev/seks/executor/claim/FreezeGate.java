// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import dev.seks.executor.call.CallError;
import dev.seks.executor.call.Gate;
import dev.seks.executor.control.Clearance;
import dev.seks.executor.control.Freezes;
import dev.seks.schemas.control.Freeze;
import dev.seks.schemas.record.ExecutionStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one call in while it is frozen, or not known whether it is, while the right to begin calls has run out, or once the
 * agent no longer wants it. For the thread of that call alone.
 */
final class FreezeGate implements Gate {
    private final Freezes freezes;
    private final Approved approved;
    private final Lease lease;
    private final Duration patience;
    private final BooleanSupplier isTooLate;
    private @Nullable Stop stop;

    /** Why a call was kept in, and how its request ends for that. */
    record Stop(ExecutionStatus status, CallError error) {

        static Stop frozen(Freeze freeze) {
            return new Stop(
                    ExecutionStatus.REFUSED,
                    new CallError("frozen", freeze.described() + " was frozen before the call was made"));
        }

        static Stop unknown() {
            return new Stop(
                    ExecutionStatus.LAPSED,
                    new CallError("freezes_unknown", "it could not be made sure in time that it is not frozen"));
        }

        static Stop expired() {
            return new Stop(
                    ExecutionStatus.LAPSED,
                    new CallError("claim_expired", "the call could not begin in time after the claim"));
        }

        static Stop tooLate() {
            return new Stop(
                    ExecutionStatus.LAPSED,
                    new CallError("deadline_passed", "the agent's own deadline passed before the call could begin"));
        }
    }

    /**
     * A gate.
     *
     * @param patience how long it may take until it is known what is frozen
     * @param isTooLate whether the agent's own deadline has passed
     */
    FreezeGate(Freezes freezes, Approved approved, Lease lease, Duration patience, BooleanSupplier isTooLate) {
        this.freezes = freezes;
        this.approved = approved;
        this.lease = lease;
        this.patience = patience;
        this.isTooLate = isTooLate;
    }

    /** INVARIANT: whatever was waited for, the last thing asked before the call may go is whether it is frozen now. */
    @Override
    public Optional<CallError> refusal() {
        long giveUp = System.nanoTime() + patience.toNanos();
        while (true) {
            if (!lease.await()) {
                return keepIn(Stop.expired());
            }
            if (isTooLate.getAsBoolean()) {
                return keepIn(Stop.tooLate());
            }
            Clearance clearance = freezes.of(approved.domain(), approved.agent(), approved.service());
            if (clearance instanceof Clearance.Clear) {
                return Optional.empty();
            }
            if (clearance instanceof Clearance.Frozen frozen) {
                return keepIn(Stop.frozen(frozen.freeze()));
            }
            Duration left = Duration.ofNanos(giveUp - System.nanoTime());
            if (left.isNegative() || !freezes.awaitKnown(left)) {
                return keepIn(Stop.unknown());
            }
        }
    }

    private Optional<CallError> keepIn(Stop why) {
        stop = why;
        return Optional.of(why.error());
    }

    /** The last refusal, if it is what ended the call with this error. */
    Optional<Stop> stopOf(@Nullable CallError error) {
        return Optional.ofNullable(stop).filter(last -> last.error().equals(error));
    }
}
