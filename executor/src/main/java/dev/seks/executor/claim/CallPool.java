// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs claimed calls, a bounded number at a time in all, for each agent and at each service. Services take turns, and so do
 * the agents at each of them; what is not running waits here, in the order of its claims.
 *
 * <p>INVARIANT: nobody takes the last room. An agent has at most as many calls running as there is room left in all, and at
 * a service at most as many as there is room left there: one alone has half of it, two have two thirds, and whoever comes
 * next finds some free, however slow the calls are (dynamic thresholds, Choudhury and Hahne 1998, with a factor of 1).
 */
final class CallPool implements AutoCloseable {
    private static final long IDLE_THREAD_SECONDS = 30;

    /** An agent or a service: those of the same name in two domains are two. */
    private record Name(String domain, String name) {}

    /** What one agent has, at all services. */
    private static final class Share {
        private int running;
        private int waiting;
        private long waitingBytes;
    }

    /** What one agent has at one service. */
    private record Lane(String agent, Share share, Deque<Flight> waiting, AtomicInteger running) {}

    /** One service. */
    private static final class Desk {
        private final Map<String, Lane> lanes = new HashMap<>();
        private final Deque<Lane> turns = new ArrayDeque<>();
        private int most;
        private int running;
    }

    /** What a pool is for. */
    interface Work {
        /** Makes a call, on a thread of the pool. */
        void run(Flight flight);

        /** Is told afterwards, on the same thread. */
        void ended(Flight flight);

        /** How many calls the service of this one takes at a time. */
        int maxAtService(Flight flight);

        /** Bytes of results that are not committed yet. */
        long unpublishedBytes();
    }

    private final PoolBounds bounds;
    private final Work work;
    private final ThreadPoolExecutor threads;
    private final Map<Name, Share> agents = new HashMap<>();
    private final Map<Name, Desk> services = new HashMap<>();
    /** The services at which something waits. */
    private final Deque<Desk> turns = new ArrayDeque<>();

    private final Map<Integer, Integer> waitingIn = new HashMap<>();
    private int running;
    private int waiting;
    private long waitingBytes;

    CallPool(PoolBounds bounds, Work work) {
        this.bounds = bounds;
        this.work = work;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                bounds.maxCalls(),
                bounds.maxCalls(),
                IDLE_THREAD_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                run -> {
                    Thread thread = new Thread(run, "seks-executor-call-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    synchronized void submit(Flight flight) {
        Share share = agents.computeIfAbsent(agent(flight), unused -> new Share());
        Desk desk = services.computeIfAbsent(service(flight), unused -> new Desk());
        desk.most = Math.min(bounds.maxCallsPerService(), work.maxAtService(flight));
        Lane lane = desk.lanes.computeIfAbsent(
                flight.approved().agent(), name -> new Lane(name, share, new ArrayDeque<>(), new AtomicInteger()));
        if (lane.waiting().isEmpty()) {
            desk.turns.add(lane);
            if (desk.turns.size() == 1) {
                turns.add(desk);
            }
        }
        lane.waiting().add(flight);
        count(flight, share, 1);
        startWhatMay();
    }

    /** Takes out what has not begun and fits {@code which}. */
    synchronized List<Flight> withdraw(Predicate<Flight> which) {
        List<Flight> withdrawn = new ArrayList<>();
        for (Desk desk : services.values()) {
            for (Lane lane : desk.turns) {
                lane.waiting().removeIf(flight -> {
                    boolean fits = which.test(flight);
                    if (fits) {
                        count(flight, lane.share(), -1);
                        withdrawn.add(flight);
                    }
                    return fits;
                });
            }
            desk.turns.removeIf(lane -> lane.waiting().isEmpty());
            desk.lanes.values().removeIf(CallPool::isIdle);
        }
        turns.removeIf(desk -> desk.turns.isEmpty());
        services.values().removeIf(desk -> desk.lanes.isEmpty());
        agents.values().removeIf(share -> share.waiting == 0 && share.running == 0);
        return withdrawn;
    }

    /** Begins what may begin after results were published. */
    synchronized void resume() {
        startWhatMay();
    }

    /** Whether so much waits that nothing more should be read. */
    synchronized boolean isFull() {
        return waiting >= bounds.maxWaiting() || waitingBytes >= bounds.maxWaitingBytes();
    }

    /** Whether so much of one agent waits that nothing more of it is taken. */
    synchronized boolean isFull(String domain, String agent) {
        Share share = agents.get(new Name(domain, agent));
        return share != null
                && (share.waiting >= bounds.maxWaitingPerAgent()
                        || share.waitingBytes >= bounds.maxWaitingBytesPerAgent());
    }

    synchronized boolean hasWaiting(int partition) {
        return waitingIn.containsKey(partition);
    }

    private void count(Flight flight, Share share, int change) {
        long bytes = (long) change * flight.bytes();
        share.waiting += change;
        share.waitingBytes += bytes;
        waiting += change;
        waitingBytes += bytes;
        waitingIn.merge(flight.partition(), change, (before, more) -> before + more == 0 ? null : before + more);
    }

    private void startWhatMay() {
        while (running < bounds.maxCalls() && work.unpublishedBytes() < bounds.maxUnpublishedBytes()) {
            Flight next = next();
            if (next == null) {
                return;
            }
            running++;
            threads.execute(() -> run(next));
        }
    }

    /** The next in turn that may run. Only who has much running already is passed over, so that few are looked at. */
    private @Nullable Flight next() {
        for (int left = turns.size(); left > 0; left--) {
            Desk desk = turns.remove();
            Flight flight = desk.running < desk.most ? next(desk) : null;
            if (!desk.turns.isEmpty()) {
                turns.add(desk);
            }
            if (flight != null) {
                return flight;
            }
        }
        return null;
    }

    private @Nullable Flight next(Desk desk) {
        for (int left = desk.turns.size(); left > 0; left--) {
            Lane lane = desk.turns.remove();
            boolean mayRun = mayRun(lane, desk);
            Flight flight = mayRun ? lane.waiting().remove() : null;
            if (flight != null) {
                count(flight, lane.share(), -1);
                lane.running().incrementAndGet();
                lane.share().running++;
                desk.running++;
            }
            if (!lane.waiting().isEmpty()) {
                desk.turns.add(lane);
            }
            if (flight != null) {
                return flight;
            }
        }
        return null;
    }

    private boolean mayRun(Lane lane, Desk desk) {
        return lane.share().running < Math.min(bounds.maxCallsPerAgent(), bounds.maxCalls() - running)
                && lane.running().get() < desk.most - desk.running;
    }

    private void run(Flight flight) {
        try {
            work.run(flight);
        } finally {
            work.ended(flight);
            release(flight);
        }
    }

    private synchronized void release(Flight flight) {
        Desk desk = services.get(service(flight));
        Lane lane = desk.lanes.get(flight.approved().agent());
        running--;
        desk.running--;
        lane.running().decrementAndGet();
        lane.share().running--;
        if (isIdle(lane)) {
            desk.lanes.remove(lane.agent());
            if (desk.lanes.isEmpty()) {
                services.remove(service(flight));
            }
        }
        if (lane.share().running == 0 && lane.share().waiting == 0) {
            agents.remove(agent(flight));
        }
        startWhatMay();
    }

    private static boolean isIdle(Lane lane) {
        return lane.waiting().isEmpty() && lane.running().get() == 0;
    }

    private static Name agent(Flight flight) {
        return new Name(flight.approved().domain(), flight.approved().agent());
    }

    private static Name service(Flight flight) {
        return new Name(flight.approved().domain(), flight.approved().service());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
