// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.oracle;

import dev.seks.broker.oracle.Levels.Call;
import java.util.List;

/** Something that admits what limits have room for, and remembers what it admitted. */
public interface Meter {
    /** What a request waits that will never have room. */
    long NEVER = Long.MAX_VALUE;

    /** These limits hold from now on; what was admitted under others is not forgotten. */
    void limits(Levels levels);

    /** Asks, and where it is admitted it is counted. */
    Reply ask(Call call, long nowMs);

    /** Whether it would be admitted at that time, if nothing else came; counts nothing. */
    boolean wouldAdmit(Call call, long atMs);

    /** Only what was stored is still known. */
    void restart();

    /**
     * The answer.
     *
     * @param retryAfterMs 0 where it is admitted
     * @param first name of the limit that is said to hold it; empty where it is admitted
     * @param seen every limit that was looked at
     */
    record Reply(boolean admitted, long retryAfterMs, String first, List<Seen> seen) {}

    /** What is told of one limit; {@code used} before the request. */
    record Seen(String name, long used, long max, long windowMs, long weight) {}
}
