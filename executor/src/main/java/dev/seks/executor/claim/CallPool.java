// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Runs claimed calls, a bounded number at a time in all and for each agent; agents take turns, so that the slow calls of
 * one delay no other. What is not running waits here, in the order of its claims.
 */
final class CallPool implements AutoCloseable {
    private static final long IDLE_THREAD_SECONDS = 30;

    /** Whose turn it is: agents of the same name in two domains are two. */
    private record Turn(String domain, String agent) {}

    private static final class Queue {
        private final Deque<Flight> waiting = new ArrayDeque<>();
        private int running;
    }

    private final PoolBounds bounds;
    private final Consumer<Flight> task;
    private final Consumer<Flight> ended;
    private final ThreadPoolExecutor threads;
    private final Map<Turn, Queue> queues = new HashMap<>();
    /** Those who have something waiting and room to run it. */
    private final Deque<Turn> ready = new ArrayDeque<>();

    private int running;
    private final Map<Integer, Integer> waitingIn = new HashMap<>();
    private int waiting;
    private long waitingBytes;

    /** {@code task} makes a call, {@code ended} is told afterwards; both on a thread of the pool. */
    CallPool(PoolBounds bounds, Consumer<Flight> task, Consumer<Flight> ended) {
        this.bounds = bounds;
        this.task = task;
        this.ended = ended;
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
        Turn turn = turnOf(flight);
        Queue queue = queues.computeIfAbsent(turn, unused -> new Queue());
        queue.waiting.add(flight);
        count(flight, 1);
        if (queue.waiting.size() == 1 && queue.running < bounds.maxCallsPerAgent()) {
            ready.add(turn);
        }
        startWhatMay();
    }

    /** Takes out what has not begun and fits {@code which}. */
    synchronized List<Flight> withdraw(Predicate<Flight> which) {
        List<Flight> withdrawn = new ArrayList<>();
        queues.forEach((turn, queue) -> {
            for (Iterator<Flight> flights = queue.waiting.iterator(); flights.hasNext(); ) {
                Flight flight = flights.next();
                if (which.test(flight)) {
                    flights.remove();
                    count(flight, -1);
                    withdrawn.add(flight);
                }
            }
        });
        ready.removeIf(turn -> queues.get(turn).waiting.isEmpty());
        queues.values().removeIf(queue -> queue.waiting.isEmpty() && queue.running == 0);
        return withdrawn;
    }

    /** Whether so much waits that nothing more should be read. */
    synchronized boolean isFull() {
        return waiting >= bounds.maxWaiting() || waitingBytes >= bounds.maxWaitingBytes();
    }

    /** Whether so much of one agent waits that nothing more of it is taken. */
    synchronized boolean isFull(String domain, String agent) {
        Queue queue = queues.get(new Turn(domain, agent));
        return queue != null && queue.waiting.size() >= bounds.maxWaitingPerAgent();
    }

    synchronized boolean hasWaiting(int partition) {
        return waitingIn.containsKey(partition);
    }

    private void count(Flight flight, int change) {
        waiting += change;
        waitingBytes += (long) change * flight.bytes();
        waitingIn.merge(flight.partition(), change, (before, more) -> before + more == 0 ? null : before + more);
    }

    private void startWhatMay() {
        while (running < bounds.maxCalls() && !ready.isEmpty()) {
            Turn turn = ready.remove();
            Queue queue = queues.get(turn);
            Flight flight = queue.waiting.remove();
            count(flight, -1);
            queue.running++;
            running++;
            if (mayRunMore(queue)) {
                ready.add(turn);
            }
            threads.execute(() -> run(flight));
        }
    }

    private boolean mayRunMore(Queue queue) {
        return !queue.waiting.isEmpty() && queue.running < bounds.maxCallsPerAgent();
    }

    private void run(Flight flight) {
        try {
            task.accept(flight);
        } finally {
            release(turnOf(flight));
            ended.accept(flight);
        }
    }

    private synchronized void release(Turn turn) {
        Queue queue = queues.get(turn);
        boolean wasReady = mayRunMore(queue);
        queue.running--;
        running--;
        if (queue.waiting.isEmpty() && queue.running == 0) {
            queues.remove(turn);
        } else if (!wasReady && mayRunMore(queue)) {
            ready.add(turn);
        }
        startWhatMay();
    }

    private static Turn turnOf(Flight flight) {
        return new Turn(flight.approved().domain(), flight.approved().agent());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
