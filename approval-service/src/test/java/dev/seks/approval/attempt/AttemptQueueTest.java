// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.approval.Asked;
import dev.seks.schemas.record.AttemptReason;
import dev.seks.schemas.record.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptQueueTest {
    private static final Who MIKA = Who.of("mika", Map.of());

    private final AttemptQueue queue = new AttemptQueue();
    private final AtomicLong nowNs = new AtomicLong(-5); // such a clock may begin anywhere

    @Test
    void takesABurstFromOneAddressAndCountsTheRest() throws Exception {
        offer(AttemptBounds.ADDRESS_BURST + 30, "192.0.2.7");

        assertThat(taken()).isEqualTo(AttemptBounds.ADDRESS_BURST);
        assertThat(queue.counts()).containsEntry("too_many", 30L);
        assertThat(queue.takeSuppressed()).isEqualTo(30);
        assertThat(queue.takeSuppressed()).as("told once").isZero();
    }

    @Test
    void takesOneMoreFromAnAddressAfterAWhile() throws Exception {
        offer(AttemptBounds.ADDRESS_BURST, "192.0.2.7");
        taken();

        nowNs.addAndGet(AttemptBounds.ADDRESS_INTERVAL.toNanos());
        offer(5, "192.0.2.7");

        assertThat(taken()).isEqualTo(1);
    }

    @Test
    void takesAttemptsOfAnotherAddressMeanwhile() throws Exception {
        offer(1_000, "192.0.2.7");
        taken();

        offer(1, "192.0.2.8");

        assertThat(taken()).isEqualTo(1);
    }

    @Test
    void boundsAllStrangersTogetherAndHidesNobodyWhoIsKnown() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            offer(1, "192.0.2." + i);
        }
        assertThat(taken()).isEqualTo(AttemptBounds.STRANGERS_BURST);

        queue.offer(attempt("192.0.2.1").by(MIKA), Asked.NOW, nowNs.get());

        assertThat(taken()).isEqualTo(1);
    }

    @Test
    void boundsSomebodyWhoIsKnownToo() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            queue.offer(attempt("192.0.2." + i).by(MIKA), Asked.NOW, nowNs.get());
        }

        assertThat(taken()).isEqualTo(AttemptBounds.PERSON_BURST);
        assertThat(queue.takeSuppressed()).isEqualTo(1_000 - AttemptBounds.PERSON_BURST);
    }

    @Test
    void takesSomebodyWhoIsOnlySaidToHaveMadeItForAStranger() throws Exception {
        for (int i = 0; i < 100; i++) {
            queue.offer(attempt("192.0.2.7").by(Who.unproven("T1", "U" + i)), Asked.NOW, nowNs.get());
        }

        assertThat(taken()).isEqualTo(AttemptBounds.ADDRESS_BURST);
    }

    @Test
    void hidesNoPersonBehindStrangersThatAProviderKnows() throws Exception {
        for (int i = 0; i < AttemptBounds.PEOPLE_BURST + 1; i++) {
            Who someone = Who.of(null, Map.of("issuer", "https://login.acme.example", "subject", "s" + i));
            queue.offer(attempt(null).by(someone), Asked.NOW, nowNs.get());
        }
        assertThat(taken()).isEqualTo(AttemptBounds.STRANGERS_BURST);

        queue.offer(attempt("192.0.2.7").by(MIKA), Asked.NOW, nowNs.get());

        assertThat(taken()).isOne();
    }

    @Test
    void hasRoomForSoManyAndCountsTheRest() throws Exception {
        int offered = 0;
        while (offered < AttemptQueue.MAX_WAITING + 500) {
            Who someone = Who.of(null, Map.of("issuer", "https://login.acme.example", "subject", "s" + offered));
            queue.offer(
                    attempt(null).by(someone), Asked.NOW, nowNs.addAndGet(AttemptBounds.STRANGERS_INTERVAL.toNanos()));
            offered++;
        }

        assertThat(queue.counts()).containsEntry("no_room", 500L);
        assertThat(taken()).isEqualTo(AttemptQueue.MAX_WAITING);
        assertThat(queue.takeSuppressed()).isEqualTo(500);
    }

    @Test
    void forgetsSourcesBeyondItsBound() throws Exception {
        offer(AttemptBounds.ADDRESS_BURST, "192.0.2.7");
        for (int i = 0; i < AttemptQueue.MAX_SOURCES; i++) {
            offer(1, "another " + i);
        }
        taken();
        nowNs.addAndGet(AttemptBounds.STRANGERS_INTERVAL.toNanos());

        offer(1, "192.0.2.7");

        assertThat(taken()).as("the first one is told apart no more").isEqualTo(1);
    }

    @Test
    void tellsLaterOfWhatCouldNotBeWritten() {
        queue.lost(4);

        assertThat(queue.takeSuppressed()).isEqualTo(5);
        assertThat(queue.counts()).containsEntry("lost", 1L);
    }

    @ParameterizedTest
    @CsvSource({"1", "8"})
    void losesCountOfNoneHoweverManyOfferAtOnce(int threads) throws Exception {
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            String source = "192.0.2." + i;
            all.add(new Thread(() -> offer(5_000, source)));
        }

        all.forEach(Thread::start);
        for (Thread thread : all) {
            thread.join();
        }

        assertThat(taken() + queue.takeSuppressed()).isEqualTo(threads * 5_000L);
    }

    private void offer(int times, String source) {
        for (int i = 0; i < times; i++) {
            queue.offer(attempt(source), Asked.NOW, nowNs.get());
        }
    }

    private static RefusedAttempt attempt(String source) {
        return RefusedAttempt.of(AttemptReason.WRONG_TOKEN, Channel.API).from(source);
    }

    private long taken() throws InterruptedException {
        long taken = 0;
        while (queue.poll(Duration.ZERO) != null) {
            taken++;
        }
        return taken;
    }
}
