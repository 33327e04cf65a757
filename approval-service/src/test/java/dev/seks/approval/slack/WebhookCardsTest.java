// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import static dev.seks.approval.Asked.NOW;
import static dev.seks.approval.Asked.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.approval.Asked;
import dev.seks.approval.HandClock;
import dev.seks.approval.Policies;
import dev.seks.approval.delivery.Courier;
import dev.seks.approval.delivery.HandShift;
import dev.seks.approval.delivery.HttpSender;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.slack.SlackButton.Abilities;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.VerdictChoice;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookCardsTest {
    private static final Duration SOON = Duration.ofMinutes(1);

    private final FakeSlack slack = new FakeSlack();
    private final Inbox inbox = new Inbox();
    private final HandClock clock = new HandClock(NOW.plusSeconds(1));
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final Map<Integer, String> notes = new ConcurrentHashMap<>();
    private final SlackCounts counts = new SlackCounts();
    private final List<Courier> running = new ArrayList<>();

    @AfterEach
    void stop() {
        running.forEach(Courier::close);
        slack.close();
    }

    @Test
    void postsEachRequestThatWaitsOnce() {
        open(Asked.request("r-1").offset(1));
        start(PARTITION);
        awaitCards(1);

        open(Asked.request("r-1").offset(1).seq(9).said("ann", VerdictChoice.APPROVE));
        open(Asked.request("r-2").offset(2));

        awaitCards(2);
        assertThat(digests()).doesNotHaveDuplicates();
    }

    @Test
    void goesOnWhereTheLastOneLeftOff() {
        open(Asked.request("r-1").offset(5));
        start(PARTITION);
        awaitCards(1);
        running.remove(0).close();
        Asked later = open(Asked.request("r-2").offset(8));

        start(PARTITION);

        awaitCards(2);
        assertThat(digests()).doesNotHaveDuplicates().endsWith(later.digest());
        await().atMost(SOON).until(() -> "posted-below=9".equals(notes.get(PARTITION)));
    }

    @Test
    void knowsWhatIsPostedWhenItIsToldToStopMeanwhile() {
        CountDownLatch answer = new CountDownLatch(1);
        slack.failNext("webhook", new Fault.Held(answer));
        open(Asked.request("r-1").offset(5));
        start(PARTITION);
        awaitCards(1); // and its answer is still to come

        CompletableFuture<Void> stopped =
                CompletableFuture.runAsync(() -> running.remove(0).close());
        answer.countDown();
        stopped.join();

        assertThat(notes).containsEntry(PARTITION, "posted-below=6");
    }

    @Test
    void losesNothingWhenSlackIsAway() {
        slack.failNext("webhook", new Fault.Lost(), new Fault.Status(503, 0), new Fault.Status(429, 1));
        open(Asked.request("r-1").offset(1));
        open(Asked.request("r-2").offset(2));
        Asked expiring = open(Asked.request("r-3").offset(3).expiringAt(NOW.plusSeconds(2)));
        clock.advance(Duration.ofSeconds(5));
        start(PARTITION);

        awaitCards(2);
        assertThat(digests()).doesNotHaveDuplicates().doesNotContain(expiring.digest());
        assertThat(counts.events()).containsEntry("rate_limited", 1L);
    }

    @Test
    void postsTwiceRatherThanNeverWhenTheAnswerIsLost() {
        slack.failNext("webhook", new Fault.AnswerLost());
        open(Asked.request("r-1").offset(1));
        start(PARTITION);

        awaitCards(2);
        open(Asked.request("r-2").offset(2));
        awaitCards(3);

        assertThat(digests()).endsWith(Asked.request("r-2").offset(2).digest());
    }

    @Test
    void showsTheBarestCardWhenSlackTakesNoOtherAndIsNotHeldUp() {
        slack.failNext("webhook", new Fault.Status(400, 0), new Fault.Status(400, 0), new Fault.Status(400, 0));
        open(Asked.request("r-1").offset(1)); // not even the barest
        Asked plain = open(Asked.request("r-2").offset(2));
        Asked fine = open(Asked.request("r-3").offset(3));
        start(PARTITION);

        awaitCards(2);

        assertThat(digests()).containsExactly(plain.digest(), fine.digest());
        assertThat(slack.hooked.cards(plain.digest()).toString()).contains("cannot be shown here");
        assertThat(slack.hooked.cards(fine.digest()).toString()).contains("seks-approve");
    }

    @Test
    void postsOnlyWhatIsItsOwnAndWaits() {
        ready.set(false);
        Asked decided = open(Asked.request("r-1").offset(1));
        Asked foreign = Asked.request("r-2").offset(1);
        inbox.pending(foreign.bundle(Policies.DIGEST).pending(), foreign.record(), PARTITION + 1);
        Asked waiting = open(Asked.request("r-3").offset(3));
        start(PARTITION);
        inbox.decided(decided.ended(Outcome.DENIED, Reason.FROZEN));

        ready.set(true);

        awaitCards(1);
        assertThat(digests()).containsExactly(waiting.digest());
    }

    private Asked open(Asked asked) {
        inbox.pending(asked.bundle(Policies.DIGEST).pending(), asked.record(), PARTITION);
        return asked;
    }

    private void awaitCards(int count) {
        await().atMost(SOON).until(() -> slack.hooked.messages().size() == count);
    }

    private List<String> digests() {
        return slack.hooked.messages().stream()
                .map((JsonNode message) -> CardMark.in(message).orElseThrow().digest())
                .toList();
    }

    private void start(int... partitions) {
        SlackCard card = new SlackCard(URI.create("https://inbox.example"), new Abilities(true, false));
        Faces faces = new Faces(card, Policies.catalogues(), Policies.casts());
        SlackDesk desk = new SlackDesk(inbox, faces, new HandShift(notes, partitions), counts, ready::get, clock);
        Courier cards = WebhookCards.courier(slack.webhook(), new HttpSender(SlackApi.MAX_ANSWER), desk);
        running.add(cards);
        cards.start();
    }
}
