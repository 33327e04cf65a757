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
import org.jspecify.annotations.Nullable;

/** Keeps one call in while it is frozen, or not known whether it is. For the thread of that call alone. */
final class FreezeGate implements Gate {
    private final Freezes freezes;
    private final Approved approved;
    private final Duration patience;
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
    }

    FreezeGate(Freezes freezes, Approved approved, Duration patience) {
        this.freezes = freezes;
        this.approved = approved;
        this.patience = patience;
    }

    @Override
    public Optional<CallError> refusal() {
        Clearance clearance = freezes.await(approved.domain(), approved.agent(), approved.service(), patience);
        if (clearance instanceof Clearance.Clear) {
            return Optional.empty();
        }
        stop = clearance instanceof Clearance.Frozen frozen ? Stop.frozen(frozen.freeze()) : Stop.unknown();
        return Optional.of(stop.error());
    }

    /** The last refusal, if it is what ended the call with this error. */
    Optional<Stop> stopOf(@Nullable CallError error) {
        return Optional.ofNullable(stop).filter(last -> last.error().equals(error));
    }
}
