// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.control;

import java.time.Duration;

/**
 * What is frozen now. INVARIANT: whatever is called clear was not frozen by any order that had been in the log for longer
 * than the age to which this is kept. Safe for use by many threads.
 */
public interface Freezes {

    /** Whether this may be done now. */
    Clearance of(String domain, String agent, String service);

    /** Whether it is known what is frozen. */
    boolean isKnown();

    /** Waits up to {@code patience} until it is known, and tells whether it is. */
    boolean awaitKnown(Duration patience);

    /** Rises whenever something was frozen or unfrozen. */
    long version();
}
