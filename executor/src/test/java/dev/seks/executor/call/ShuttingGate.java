// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets pass what asks first, and nothing more from then on. */
public final class ShuttingGate implements Gate {
    public static final CallError SHUT = new CallError("frozen", "everything was frozen before the call was made");

    private final AtomicInteger left;

    public ShuttingGate(int passes) {
        this.left = new AtomicInteger(passes);
    }

    @Override
    public Optional<CallError> refusal() {
        return left.getAndDecrement() > 0 ? Optional.empty() : Optional.of(SHUT);
    }
}
