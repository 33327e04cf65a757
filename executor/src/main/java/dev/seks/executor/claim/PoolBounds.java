// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

/**
 * How much an executor takes on at a time.
 *
 * @param maxCalls calls in flight, one thread each
 * @param maxCallsPerAgent calls in flight for one agent
 * @param maxWaiting claimed requests that wait for a thread; beyond it nothing more is read
 * @param maxWaitingPerAgent claimed requests of one agent that wait; what comes beyond it is refused, since its
 *     neighbours in the same ordered log must not wait for it
 * @param maxWaitingBytes of the decisions that wait
 */
public record PoolBounds(
        int maxCalls, int maxCallsPerAgent, int maxWaiting, int maxWaitingPerAgent, long maxWaitingBytes) {

    /** The bounds unless configured otherwise. */
    public static final PoolBounds DEFAULT = new PoolBounds(128, 32, 10_000, 1_000, 64L * 1024 * 1024);

    private static final int MAX_THREADS = 4096;

    public PoolBounds {
        if (maxCalls < 1 || maxCalls > MAX_THREADS) {
            throw new IllegalArgumentException("maxCalls is " + maxCalls + ", expected 1 to " + MAX_THREADS);
        }
        if (maxCallsPerAgent < 1 || maxCallsPerAgent > maxCalls) {
            throw new IllegalArgumentException(
                    "maxCallsPerAgent is " + maxCallsPerAgent + ", expected 1 to maxCalls, " + maxCalls);
        }
        if (maxWaitingPerAgent < 1 || maxWaiting < maxWaitingPerAgent || maxWaitingBytes < 1) {
            throw new IllegalArgumentException("waiting bounds " + maxWaiting + ", " + maxWaitingPerAgent + ", "
                    + maxWaitingBytes + ", expected at least 1 each and no agent's above the whole");
        }
    }
}
