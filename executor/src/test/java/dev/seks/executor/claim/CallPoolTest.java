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
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallPoolTest {
    private static final Duration SOON = Duration.ofSeconds(10);
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
    private CallPool pool;

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void runsNoMoreAtATimeThanItsBound() {
        pool = pool(new PoolBounds(3, 3, 100, 100, 1_000_000));

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
        pool = pool(new PoolBounds(2, 1, 100, 100, 1_000_000));

        for (int i = 0; i < 10; i++) {
            pool.submit(flight(0, "greedy", i));
        }
        pool.submit(flight(0, "modest", 100));
        await().atMost(SOON).until(() -> began.contains("modest-100"));

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
        pool = pool(new PoolBounds(1, 1, 3, 2, 1_000_000));

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
        pool = pool(new PoolBounds(1, 1, 100, 100, 15));

        pool.submit(flight(0, "a", 1));
        await().atMost(SOON).until(() -> began.size() == 1);
        pool.submit(flight(0, "a", 2));
        assertThat(pool.isFull()).isFalse();
        pool.submit(flight(0, "a", 3));

        assertThat(pool.isFull()).isTrue();
    }

    @Test
    void givesBackWhatHasNotBegun() {
        pool = pool(new PoolBounds(1, 1, 100, 100, 1_000_000));
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

    private CallPool pool(PoolBounds bounds) {
        return new CallPool(bounds, this::run, flight -> ended.add(name(flight)));
    }

    private void run(Flight flight) {
        began.add(name(flight));
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        mayEnd.acquireUninterruptibly();
        running.decrementAndGet();
    }

    private static String name(Flight flight) {
        return flight.approved().agent() + "-" + flight.approved().seq();
    }

    private static Flight flight(int partition, String agent, long seq) {
        Approved approved = new Approved("acme", seq, "r" + seq, agent, "shop", "order", "", seq);
        ActionCall call = new ActionCall(
                new CallId("acme", "agent", "r"),
                SERVICE,
                SERVICE.action("order").orElseThrow(),
                Map.of());
        return Flight.first(partition, new Verification.Accepted(approved, call, null, 10), new Lease(SOON));
    }
}
