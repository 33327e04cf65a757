// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import java.util.Optional;

/**
 * The last word on a call before anything of it goes out. Asked anew before each attempt, where possible with the connection
 * already made, by the thread that makes the call; it may block it for a bounded time.
 */
@FunctionalInterface
public interface Gate {
    /** Lets everything pass. */
    Gate OPEN = Optional::empty;

    /** Why the call must not go out now; empty when it may. */
    Optional<CallError> refusal();
}
