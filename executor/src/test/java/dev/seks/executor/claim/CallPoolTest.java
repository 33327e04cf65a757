// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seks.executor.call.ActionCall;
import dev.seks.executor.call.CallId;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.catalogue.ServiceDefinition;
import dev.seks.schemas.yaml.SourceFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallPoolTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final ServiceDefinition SERVICE = ((ActionCatalogue.Loaded)
                    ActionCatalogue.load(List.of(new SourceFile("shop.yaml", """
                            service: shop
                            base_url: https://shop.example
                            actions: { order: { summary: o, effect: write, http: POST /orders } }
                            """))))
            .catalogue()
            .service("shop")
            .orElseThrow();

    private final Queue<String> began = new ConcurrentLinkedQueue<>();
    private final Queue<String> ended = new ConcurrentLinkedQueue<>();
    private final Semaphore mayEnd = new Semaphore(0);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private final AtomicLong unpublishedBytes = new AtomicLong();
    private CallPool pool;

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void runsNoMoreAtATimeThanItsBound() {
        pool = pool(bounds(3, 3, 100, 100, 1_000_000));

        for (int i = 0; i < 50; i++) {
            pool.submit(flight(0, "agent" + i, i));
        }
        await().atMost(SOON).until(() -> running.get() == 3);
        mayEnd.release(50);
        await().atMost(SOON).until(() -> ended.size() == 50);

        assertThat(mostRunning).hasValue(3);
        assertThat(pool.hasWaiting(0)).isFalse();
    }

    @Test
    void letsAgentsTakeTurnsAndKeepsEachAgentsOrder() {
        pool = pool(bounds(2, 1, 100, 100, 1_000_000));

        for (int i = 0; i < 10; i++) {
            pool.submit(flight(0, "greedy", i));
        }
        pool.submit(flight(0, "modest", 100));
        await().atMost(SOON).until(() -> running.get() == 2);

        assertThat(began).containsExactlyInAnyOrder("greedy-0", "modest-100");
        mayEnd.release(11);
        await().atMost(SOON).until(() -> ended.size() == 11);
        assertThat(began.stream().filter(name -> name.startsWith("greedy")))
                .containsExactly(
                        "greedy-0",
                        "greedy-1",
                        "greedy-2",
                        "greedy-3",
                        "greedy-4",
                        "greedy-5",
                        "greedy-6",
                        "greedy-7",
                        "greedy-8",
                        "greedy-9");
    }

    @Test
    void saysWhenTooMuchWaits() {
        pool = pool(bounds(1, 1, 3, 2, 1_000_000));

        pool.submit(flight(0, "a", 1));
        await().atMost(SOON).until(() -> began.size() == 1);
        pool.submit(flight(0, "a", 2));
        assertThat(pool.isFull("acme", "a")).isFalse();
        pool.submit(flight(0, "a", 3));
        assertThat(pool.isFull("acme", "a")).isTrue();
        assertThat(pool.isFull("acme", "b")).isFalse();
        assertThat(pool.isFull()).isFalse();
        pool.submit(flight(0, "b", 4));
        assertThat(pool.isFull()).isTrue();

        mayEnd.release(4);
        await().atMost(SOON).until(() -> ended.size() == 4);
        assertThat(pool.isFull()).isFalse();
    }

    @Test
    void saysWhenTooManyBytesWait() {
        pool = pool(bounds(1, 1, 100, 100, 15));

        pool.submit(flight(0, "a", 1));
        await().atMost(SOON).until(() -> began.size() == 1);
        pool.submit(flight(0, "a", 2));
        assertThat(pool.isFull()).isFalse();
        pool.submit(flight(0, "a", 3));

        assertThat(pool.isFull()).isTrue();
    }

    @Test
    void givesBackWhatHasNotBegun() {
        pool = pool(bounds(1, 1, 100, 100, 1_000_000));
        pool.submit(flight(0, "a", 1));
        await().atMost(SOON).until(() -> began.size() == 1);
        pool.submit(flight(0, "a", 2));
        pool.submit(flight(1, "a", 3));
        pool.submit(flight(0, "b", 4));

        List<Flight> withdrawn = pool.withdraw(flight -> flight.partition() == 0);

        assertThat(withdrawn).extracting(flight -> flight.approved().seq()).containsExactlyInAnyOrder(2L, 4L);
        assertThat(pool.hasWaiting(0)).isFalse();
        assertThat(pool.hasWaiting(1)).isTrue();
        mayEnd.release(2);
        await().atMost(SOON).until(() -> ended.size() == 2);
        assertThat(ended).containsExactly("a-1", "a-3");
    }

    @Test
    void leavesAsMuchRoomAsAnyAgentTakes() {
        pool = pool(bounds(16, 16, 1000, 1000, 1_000_000));

        submit("greedy", "shop", 100);
        await().atMost(SOON).until(() -> running.get() == 8);
        submit("eager", "shop", 100);
        await().atMost(SOON).until(() -> running.get() == 12);
        submit("modest", "shop", 1);
        await().atMost(SOON).until(() -> mostRunning.get() == 13);

        assertThat(began).contains("modest-0");
        mayEnd.release(201);
        await().atMost(SOON).until(() -> ended.size() == 201);
        assertThat(mostRunning.get()).isLessThanOrEqualTo(16);
        assertThat(ended).doesNotHaveDuplicates();
    }

    @Test
    void leavesRoomForOtherServicesHoweverManyWaitForOne() {
        pool = pool(PoolBounds.DEFAULT.running(10, 10, 6));

        for (int i = 0; i < 50; i++) {
            submit("agent" + i, "slow", 2);
        }
        await().atMost(SOON).until(() -> running.get() == 6);
        submit("agent0", "quick", 1);
        submit("late", "quick", 1);
        await().atMost(SOON).until(() -> running.get() == 8);

        assertThat(began).contains("late-0");
        mayEnd.release(102);
        await().atMost(SOON).until(() -> ended.size() == 102);
        assertThat(pool.hasWaiting(0)).isFalse();
    }

    @Test
    void startsNoMoreThanAServiceTakesAtATime() {
        pool = pool(PoolBounds.DEFAULT);

        submit("greedy", "narrow", 20);
        await().atMost(SOON).until(() -> running.get() == 2);
        submit("modest", "narrow", 20);
        await().atMost(SOON).until(() -> running.get() == 3);
        submit("third", "narrow", 1);
        submit("fourth", "shop", 1);
        await().atMost(SOON).until(() -> running.get() == 5);

        mayEnd.release(42);
        await().atMost(SOON).until(() -> ended.size() == 42);
        assertThat(mostRunning).hasValue(5);
    }

    @Test
    void letsOneAgentRunHalfOfWhatThereIs() {
        pool = pool(PoolBounds.DEFAULT);

        submit("busy", "shop", 400);

        await().atMost(SOON).until(() -> running.get() == 224);
        mayEnd.release(400);
        await().atMost(SOON).until(() -> ended.size() == 400);
        assertThat(mostRunning).hasValue(224);
    }

    @Test
    void takesTurnsAmongServicesAndAmongTheAgentsOfEach() {
        pool = pool(bounds(1, 1, 1000, 1000, 1_000_000));
        submit("first", "shop", 1);
        await().atMost(SOON).until(() -> running.get() == 1);

        submit("greedy", "shop", 3);
        submit("modest", "shop", 2);
        submit("other", "bank", 2);
        mayEnd.release(8);
        await().atMost(SOON).until(() -> ended.size() == 8);

        assertThat(List.copyOf(began).subList(1, 8))
                .containsExactly("greedy-0", "other-0", "modest-0", "other-1", "greedy-1", "modest-1", "greedy-2");
    }

    @Test
    void beginsNothingWhileTooMuchIsUnpublished() {
        pool = pool(bounds(4, 4, 1000, 1000, 1_000_000));
        unpublishedBytes.set(1000);
        submit("a", "shop", 2);
        assertThat(running).hasValue(0);
        pool.resume();
        assertThat(running).hasValue(0);

        unpublishedBytes.set(999);
        pool.resume();

        await().atMost(SOON).until(() -> running.get() == 2);
        mayEnd.release(2);
        await().atMost(SOON).until(() -> ended.size() == 2);
    }

    @Test
    void saysWhenTooManyBytesOfOneAgentWait() {
        pool = pool(PoolBounds.DEFAULT.running(1, 1, 1).bytes(1000, 25, 1000));
        submit("a", "shop", 1);
        await().atMost(SOON).until(() -> began.size() == 1);

        submit("a", "shop", 2);
        assertThat(pool.isFull("acme", "a")).isFalse();
        submit("a", "bank", 1);

        assertThat(pool.isFull("acme", "a")).isTrue();
        assertThat(pool.isFull("acme", "b")).isFalse();
        assertThat(pool.isFull()).isFalse();
    }

    @Test
    void losesAndDoublesNothingUnderRandomLoadAndWithdrawal() {
        long seed = Long.getLong("seks.seed", 20_261_128L);
        System.out.println("seed: " + seed);
        Random random = new Random(seed);
        pool = pool(PoolBounds.DEFAULT.running(12, 7, 9));
        Queue<String> submitted = new ConcurrentLinkedQueue<>();
        List<String> withdrawn = new ArrayList<>();
        mayEnd.release(1_000_000);

        for (int i = 0; i < 5_000; i++) {
            Flight flight = flight(random.nextInt(3), "a" + random.nextInt(6), "s" + random.nextInt(4), i);
            submitted.add(name(flight));
            pool.submit(flight);
            if (random.nextInt(200) == 0) {
                int partition = random.nextInt(3);
                pool.withdraw(waiting -> waiting.partition() == partition)
                        .forEach(waiting -> withdrawn.add(name(waiting)));
            }
        }
        await().atMost(SOON).until(() -> ended.size() + withdrawn.size() == 5_000);

        assertThat(Stream.concat(ended.stream(), withdrawn.stream())).containsExactlyInAnyOrderElementsOf(submitted);
        assertThat(mostRunning.get()).isLessThanOrEqualTo(12);
        for (int partition = 0; partition < 3; partition++) {
            assertThat(pool.hasWaiting(partition)).isFalse();
        }
    }

    private void submit(String agent, String service, int count) {
        for (int i = 0; i < count; i++) {
            pool.submit(flight(0, agent, service, i));
        }
    }

    private CallPool pool(PoolBounds bounds) {
        return new CallPool(bounds, new CallPool.Work() {
            @Override
            public void run(Flight flight) {
                began.add(name(flight));
                mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
                mayEnd.acquireUninterruptibly();
                running.decrementAndGet();
            }

            @Override
            public void ended(Flight flight) {
                ended.add(name(flight));
            }

            @Override
            public int maxAtService(Flight flight) {
                return flight.approved().service().equals("narrow") ? 4 : Integer.MAX_VALUE;
            }

            @Override
            public long unpublishedBytes() {
                return unpublishedBytes.get();
            }
        });
    }

    private static PoolBounds bounds(int calls, int perAgent, int waiting, int waitingPerAgent, long bytes) {
        return PoolBounds.DEFAULT
                .running(calls, perAgent, calls)
                .waiting(waiting, waitingPerAgent)
                .bytes(bytes, bytes, 1000);
    }

    private static String name(Flight flight) {
        return flight.approved().agent() + "-" + flight.approved().seq();
    }

    private static Flight flight(int partition, String agent, long seq) {
        return flight(partition, agent, "shop", seq);
    }

    private static Flight flight(int partition, String agent, String service, long seq) {
        Approved approved = new Approved("acme", seq, "r" + seq, agent, service, "order", "", seq);
        ActionCall call = new ActionCall(
                new CallId("acme", "agent", "r"),
                SERVICE,
                SERVICE.action("order").orElseThrow(),
                Map.of());
        return Flight.first(partition, new Verification.Accepted(approved, call, null, 10), new Lease(SOON));
    }
}
