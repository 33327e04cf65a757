// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

/**
 * How much an executor takes on at a time. Whatever these say, nobody takes the last room: an agent has at most as many calls
 * in flight as there is room left for others, in all and at each service.
 *
 * @param maxCalls calls in flight, one thread each
 * @param maxCallsPerAgent calls in flight for one agent
 * @param maxCallsPerService calls in flight at one service of a domain
 * @param maxWaiting claimed requests that wait for a thread; beyond it nothing more is read
 * @param maxWaitingPerAgent claimed requests of one agent that wait; what comes beyond it is refused, since its
 *     neighbours in the same ordered log must not wait for it
 * @param maxWaitingBytes of the decisions that wait; beyond it nothing more is read
 * @param maxWaitingBytesPerAgent of the decisions of one agent that wait; what comes beyond it is refused
 * @param maxUnpublishedBytes of results that are not committed yet; beyond it no call begins
 */
public record PoolBounds(
        int maxCalls,
        int maxCallsPerAgent,
        int maxCallsPerService,
        int maxWaiting,
        int maxWaitingPerAgent,
        long maxWaitingBytes,
        long maxWaitingBytesPerAgent,
        long maxUnpublishedBytes) {

    private static final int MIB = 1024 * 1024;
    private static final int MAX_THREADS = 4096;

    /** The bounds unless configured otherwise. */
    public static final PoolBounds DEFAULT =
            new PoolBounds(512, 256, 448, 10_000, 1_000, 64L * MIB, 8L * MIB, 64L * MIB);

    public PoolBounds {
        require("maxCalls", maxCalls, MAX_THREADS);
        require("maxCallsPerAgent", maxCallsPerAgent, maxCalls);
        require("maxCallsPerService", maxCallsPerService, maxCalls);
        require("maxWaiting", maxWaiting, Integer.MAX_VALUE);
        require("maxWaitingPerAgent", maxWaitingPerAgent, maxWaiting);
        require("maxWaitingBytes", maxWaitingBytes, Long.MAX_VALUE);
        require("maxWaitingBytesPerAgent", maxWaitingBytesPerAgent, maxWaitingBytes);
        require("maxUnpublishedBytes", maxUnpublishedBytes, Long.MAX_VALUE);
    }

    /** The same with other numbers of calls in flight. */
    public PoolBounds running(int all, int perAgent, int perService) {
        return new PoolBounds(
                all,
                perAgent,
                perService,
                maxWaiting,
                maxWaitingPerAgent,
                maxWaitingBytes,
                maxWaitingBytesPerAgent,
                maxUnpublishedBytes);
    }

    /** The same with other numbers of requests that wait. */
    public PoolBounds waiting(int all, int perAgent) {
        return new PoolBounds(
                maxCalls,
                maxCallsPerAgent,
                maxCallsPerService,
                all,
                perAgent,
                maxWaitingBytes,
                maxWaitingBytesPerAgent,
                maxUnpublishedBytes);
    }

    /** The same with other amounts of memory. */
    public PoolBounds bytes(long allWaiting, long waitingPerAgent, long unpublished) {
        return new PoolBounds(
                maxCalls,
                maxCallsPerAgent,
                maxCallsPerService,
                maxWaiting,
                maxWaitingPerAgent,
                allWaiting,
                waitingPerAgent,
                unpublished);
    }

    private static void require(String name, long found, long most) {
        if (found < 1 || found > most) {
            throw new IllegalArgumentException(name + " is " + found + ", expected 1 to " + most);
        }
    }
}
