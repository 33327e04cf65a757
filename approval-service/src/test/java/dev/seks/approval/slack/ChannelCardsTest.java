// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import static dev.seks.approval.Asked.NOW;
import static dev.seks.approval.Asked.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.Asked;
import dev.seks.approval.HandClock;
import dev.seks.approval.Policies;
import dev.seks.approval.delivery.HandShift;
import dev.seks.approval.delivery.HttpSender;
import dev.seks.approval.delivery.Pace;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.slack.SlackButton.Abilities;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.VerdictChoice;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelCardsTest {
    private static final String CHANNEL = "C1000";
    private static final Duration SOON = Duration.ofMinutes(1);

    private final FakeSlack slack = new FakeSlack();
    private final FakeChannel channel = slack.channel(CHANNEL);
    private final Inbox inbox = new Inbox();
    private final HandClock clock = new HandClock(NOW.plusSeconds(1));
    private final HandShift shift = HandShift.of(PARTITION);
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final SlackCounts counts = new SlackCounts();
    private final List<ChannelCards> running = new ArrayList<>();

    ChannelCardsTest() {
        slack.clock(NOW.getEpochSecond());
    }

    @AfterEach
    void stop() {
        running.forEach(ChannelCards::close);
        slack.close();
    }

    @Test
    void postsEachRequestThatWaitsOnce() {
        Asked first = open(Asked.request("r-1"));
        start();
        awaitCard(first);

        open(Asked.request("r-1").seq(9)); // read again
        Asked second = open(Asked.request("r-2"));

        awaitCard(second);
        assertThat(channel.messages()).hasSize(2);
        assertThat(slack.calls("chat.postMessage")).isEqualTo(2);
    }

    @Test
    void showsOnTheCardWhoHasApprovedSoFar() {
        Asked asked = open(Asked.request("r-1").quorum(2).asking("mika", "ann"));
        start();
        String ts = awaitCard(asked).get("ts").asText();

        open(asked.seq(9).said("ann", VerdictChoice.APPROVE));

        await().atMost(SOON).until(() -> shown(asked).contains("approved so far by Ann Berg"));
        assertThat(channel.cards(asked.digest())).hasSize(1);
        assertThat(channel.cards(asked.digest()).get(0).get("ts").asText()).isEqualTo(ts);
        assertThat(shown(asked)).contains("seks-approve");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"DENIED_BY_PERSON", "APPROVAL_EXPIRED", "CANCELLED", "FROZEN", "DENIED_BY_RULE", "NO_APPROVER"})
    void showsHowItEndedWhereverThatCameFrom(Reason reason) {
        Asked asked = open(Asked.request("r-1").said("mika", VerdictChoice.DENY));
        start();
        awaitCard(asked);

        inbox.decided(asked.ended(Outcome.DENIED, reason));

        await().atMost(SOON).until(() -> !shown(asked).contains("seks-approve"));
        assertThat(shown(asked)).contains("seks-review");
        assertThat(channel.messages()).hasSize(1);
    }

    @Test
    void showsThatItExpiredThoughTheLogSaysNothingYet() {
        Asked asked = open(Asked.request("r-1"));
        start();
        awaitCard(asked);

        clock.advance(Asked.PATIENCE);

        await().atMost(SOON).until(() -> shown(asked).contains("was not approved in time"));
    }

    @Test
    void postsNothingBeforeTheInboxIsComplete() {
        ready.set(false);
        Asked decided = open(Asked.request("r-1"));
        Asked waiting = open(Asked.request("r-2"));
        start();
        inbox.decided(decided.ended(Outcome.APPROVED, Reason.APPROVED_BY_PEOPLE));

        ready.set(true);

        awaitCard(waiting);
        assertThat(channel.messages()).hasSize(1);
    }

    @Test
    void findsItsCardsAgainAfterARestartAndUpdatesWhatChangedMeanwhile() {
        Asked ended = open(Asked.request("r-1"));
        Asked waiting = open(Asked.request("r-2"));
        start();
        awaitCard(ended);
        awaitCard(waiting);
        running.remove(0).close();
        inbox.decided(ended.ended(Outcome.DENIED, Reason.FROZEN));
        Asked later = open(Asked.request("r-3"));

        start();

        awaitCard(later);
        await().atMost(SOON).until(() -> shown(ended).contains("Denied: frozen"));
        assertThat(channel.messages()).hasSize(3);
        assertThat(slack.calls("chat.postMessage")).isEqualTo(3);
        assertThat(slack.calls("chat.update")).isEqualTo(1);
    }

    @Test
    void findsItsCardsOverManyPages() {
        Asked asked = open(Asked.request("r-1"));
        start();
        awaitCard(asked);
        running.remove(0).close();
        ObjectNode talk = new JsonMapper().createObjectNode().put("text", "so much to say");
        for (int i = 0; i < 2 * ChannelHistory.PAGE + 1; i++) {
            channel.post(talk, "B2", NOW.getEpochSecond());
        }
        int pages = slack.calls("conversations.history");

        start();

        await().atMost(SOON).until(() -> slack.calls("conversations.history") >= pages + 3);
        Asked second = open(Asked.request("r-2"));
        awaitCard(second);
        assertThat(channel.cards(asked.digest())).hasSize(1);
    }

    @Test
    void postsNoSecondCardWhenTheAnswerIsLost() {
        slack.failNext("chat.postMessage", new Fault.AnswerLost());
        Asked asked = open(Asked.request("r-1"));
        start();

        awaitCard(asked);
        Asked second = open(Asked.request("r-2"));
        awaitCard(second);

        assertThat(channel.cards(asked.digest())).hasSize(1);
        assertThat(slack.calls("chat.postMessage")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"internal_error", "fatal_error", "service_unavailable"})
    void looksBeforeItPostsAgainAfterAnErrorThatLeavesItOpen(String error) {
        slack.failNext("chat.postMessage", new Fault.Error(error));
        Asked asked = open(Asked.request("r-1"));
        start();

        awaitCard(asked);

        assertThat(channel.messages()).hasSize(1);
        assertThat(slack.calls("conversations.history")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void losesNothingWhenSlackIsAway() {
        slack.away(true);
        Asked first = open(Asked.request("r-1"));
        Asked expiring = open(Asked.request("r-2").expiringAt(NOW.plusSeconds(5)));
        start();
        await().atMost(SOON).until(() -> counts.events().containsKey("unclear"));
        clock.advance(Duration.ofSeconds(10));

        slack.away(false);

        awaitCard(first);
        assertThat(channel.cards(expiring.digest())).isEmpty();
        assertThat(channel.messages()).hasSize(1);
    }

    @Test
    void comesAgainWhenSlackAsksForPatience() {
        slack.failNext("conversations.history", new Fault.Status(429, 1));
        slack.failNext(
                "chat.postMessage", new Fault.Status(429, 1), new Fault.Error("ratelimited"), new Fault.Status(503, 0));
        Asked asked = open(Asked.request("r-1"));
        start();

        awaitCard(asked);

        assertThat(channel.messages()).hasSize(1);
        // it is counted when the answer is in, which the card does not wait for
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(counts.events())
                        .containsEntry("rate_limited", 3L)
                        .containsEntry("card_posted", 1L));
    }

    @Test
    void keepsToOneMessageASecond() {
        slack.limitPosts();
        List<Asked> all = List.of(open(Asked.request("r-1")), open(Asked.request("r-2")), open(Asked.request("r-3")));
        start();

        all.forEach(this::awaitCard);

        assertThat(channel.messages()).hasSize(3);
    }

    @Test
    void takesAwayASecondCardThatSlackPostedLate() {
        CountDownLatch late = new CountDownLatch(1);
        slack.failNext("chat.postMessage", new Fault.Late(late));
        Asked asked = open(Asked.request("r-1"));
        start(Duration.ofSeconds(8));
        await().atMost(SOON).until(() -> channel.cards(asked.digest()).size() == 1);
        String first = channel.cards(asked.digest()).get(0).get("ts").asText();

        late.countDown();
        await().atMost(SOON).until(() -> channel.deleted() == 1);

        assertThat(channel.cards(asked.digest())).hasSize(1);
        assertThat(channel.cards(asked.digest()).get(0).get("ts").asText()).isEqualTo(first);
    }

    @Test
    void takesAwaySecondCardsThatItFinds() {
        Asked asked = open(Asked.request("r-1"));
        start();
        JsonNode card = awaitCard(asked);
        running.remove(0).close();
        channel.post((ObjectNode) card, FakeSlack.BOT, NOW.getEpochSecond());
        channel.post((ObjectNode) card, FakeSlack.BOT, NOW.getEpochSecond());

        start();

        await().atMost(SOON).until(() -> channel.cards(asked.digest()).size() == 1);
        assertThat(channel.cards(asked.digest()).get(0).get("ts")).isEqualTo(card.get("ts"));
    }

    @Test
    void takesNobodyElsesMessageForItsCard() {
        Asked asked = open(Asked.request("r-1"));
        start();
        ObjectNode card = (ObjectNode) awaitCard(asked);
        running.remove(0).close();
        channel.delete(card.get("ts").asText());
        channel.post(card, "B2", NOW.getEpochSecond());

        start();

        await().atMost(SOON).until(() -> channel.cards(asked.digest()).size() == 2);
    }

    @Test
    void postsItAnewWhenSomebodyTookTheCardAway() {
        Asked asked = open(Asked.request("r-1").quorum(2).asking("mika", "ann"));
        start();
        channel.delete(awaitCard(asked).get("ts").asText());

        open(asked.seq(9).said("ann", VerdictChoice.APPROVE));

        awaitCard(asked);
        assertThat(shown(asked)).contains("approved so far by Ann Berg");
    }

    @Test
    void leavesADeletedCardOfADecidedRequestAlone() {
        Asked asked = open(Asked.request("r-1"));
        start();
        channel.delete(awaitCard(asked).get("ts").asText());

        inbox.decided(asked.ended(Outcome.DENIED, Reason.FROZEN));

        awaitCard(open(Asked.request("r-2")));
        assertThat(channel.messages()).hasSize(1);
    }

    @Test
    void showsTheBarestCardWhenSlackTakesNoOther() {
        slack.failNext("chat.postMessage", new Fault.Error("invalid_blocks"));
        Asked asked = open(Asked.request("r-1"));
        start();

        awaitCard(asked);

        assertThat(shown(asked)).contains("cannot be shown here").doesNotContain("seks-approve");
    }

    @Test
    void isNotHeldUpByACardThatSlackNeverTakes() {
        slack.failNext("chat.postMessage", new Fault.Error("msg_too_long"), new Fault.Error("msg_too_long"));
        Asked hopeless = open(Asked.request("r-1").expiringAt(NOW.plusSeconds(30)));
        Asked fine = open(Asked.request("r-2"));
        start();

        awaitCard(fine);

        assertThat(channel.cards(hopeless.digest())).isEmpty();
    }

    @Test
    void keepsACardAsItIsWhenSlackDoesNotLetItBeChanged() {
        slack.failNext("chat.update", new Fault.Error("edit_window_closed"));
        Asked asked = open(Asked.request("r-1"));
        start();
        awaitCard(asked);

        inbox.decided(asked.ended(Outcome.DENIED, Reason.FROZEN));

        awaitCard(open(Asked.request("r-2")));
        await().atMost(SOON).until(() -> counts.events().containsKey("refused"));
        assertThat(slack.calls("chat.update")).isEqualTo(1);
    }

    @Test
    void postsOnceTheAppIsInTheChannel() {
        channel.member(false);
        Asked asked = open(Asked.request("r-1"));
        start();
        await().atMost(SOON).until(() -> counts.events().containsKey("refused"));
        assertThat(slack.calls("chat.postMessage")).isZero();
        running.remove(0).close();

        channel.member(true);
        start();

        awaitCard(asked);
    }

    @Test
    void postsNothingBlindly() {
        slack.scopes = "chat:write";
        open(Asked.request("r-1"));
        start();

        await().atMost(SOON).until(() -> counts.events().containsKey("refused"));

        assertThat(channel.messages()).isEmpty();
    }

    @Test
    void keepsOnlyTheCardsOfItsPartitions() {
        shift.take(PARTITION);
        Asked asked = open(Asked.request("r-1"));
        start();
        Asked other = Asked.request("r-2");
        inbox.pending(other.bundle(Policies.DIGEST).pending(), other.record(), PARTITION + 1);
        shift.give(PARTITION + 1);
        awaitCard(other);
        assertThat(channel.cards(asked.digest())).isEmpty();

        shift.take(PARTITION + 1);
        shift.give(PARTITION);

        awaitCard(asked);
        inbox.decided(other.ended(Outcome.DENIED, Reason.FROZEN));
        awaitCard(open(Asked.request("r-3")));
        assertThat(shown(other)).contains("seks-approve");
    }

    @Test
    void findsItsCardsAgainWhenTheInboxIsReadAnew() {
        Asked ended = open(Asked.request("r-1"));
        Asked waiting = open(Asked.request("r-2"));
        start();
        awaitCard(ended);
        awaitCard(waiting);

        ready.set(false);
        inbox.clear();
        open(Asked.request("r-1"));
        open(Asked.request("r-2"));
        inbox.decided(ended.ended(Outcome.DENIED, Reason.FROZEN));
        ready.set(true);

        await().atMost(SOON).until(() -> shown(ended).contains("Denied: frozen"));
        awaitCard(open(Asked.request("r-3")));
        assertThat(channel.messages()).hasSize(3);
        assertThat(slack.calls("chat.postMessage")).isEqualTo(3);
    }

    @Test
    void showsHowItEndedThoughTheInboxHasForgottenItByThen() {
        Asked asked = open(Asked.request("r-1"));
        start();
        awaitCard(asked);
        slack.failNext("chat.update", new Fault.Status(429, 2));

        inbox.decided(asked.ended(Outcome.DENIED, Reason.FROZEN));
        await().atMost(SOON).until(() -> counts.events().containsKey("rate_limited"));
        for (int i = 0; i <= Inbox.MAX_DECIDED; i++) {
            Asked other = Asked.request("other-" + i);
            inbox.pending(other.pending(), other.record(), PARTITION + 1);
            inbox.decided(other.ended(Outcome.DENIED, Reason.FROZEN));
        }
        assertThat(inbox.get(asked.digest())).isEmpty();

        await().atMost(SOON).until(() -> shown(asked).contains("Denied: frozen"));
    }

    @Test
    void postsACardWhereMorePeopleAreAskedAndChangesTheOthers() {
        FakeChannel leads = slack.channel("C2000");
        ChannelPlan plan = new ChannelPlan(Map.of("default/leads", "C2000", "*", CHANNEL));
        start(CHANNEL, plan);
        start("C2000", plan);
        Instant later = NOW.plusSeconds(600);
        Asked asked = open(Asked.request("r-1").escalatingAt(later));
        awaitCard(asked);
        assertThat(shown(asked)).contains("escalates to leads");

        open(Asked.request("r-1").seq(9).escalatedAt(later, "ann"));

        await().atMost(SOON).until(() -> leads.cards(asked.digest()).size() == 1);
        await().atMost(SOON).until(() -> shown(asked).contains("asked too: leads"));
        assertThat(channel.cards(asked.digest())).hasSize(1);
        assertThat(leads.messages()).hasSize(1);
    }

    @Test
    void asksOnlyInTheChannelsOfTheGroups() {
        FakeChannel security = slack.channel("C2000");
        ChannelPlan plan = new ChannelPlan(
                Map.of("default/security", "C2000", "default/maintainers", CHANNEL, "other/*", "C3000"));
        start(CHANNEL, plan);
        start("C2000", plan);

        Asked both = open(Asked.request("r-1")
                .asking(Map.of("maintainers", List.of("mika"), "security", List.of("ann")))
                .quorum(2));
        Asked one = open(Asked.request("r-2").asking(Map.of("security", List.of("ann"))));
        Asked nowhere = open(Asked.request("r-3").asking(Map.of("accounting", List.of("ann"))));

        awaitCard(both);
        await().atMost(SOON).until(() -> security.cards(one.digest()).size() == 1);
        await().atMost(SOON).until(() -> security.cards(both.digest()).size() == 1);
        assertThat(channel.messages()).hasSize(1);
        assertThat(security.cards(nowhere.digest())).isEmpty();
    }

    @Test
    void isNotHeldUpByAnotherChannelThatHangs() {
        CountDownLatch hanging = new CountDownLatch(1);
        slack.channel("C2000");
        ChannelPlan plan = new ChannelPlan(Map.of("default/slow", "C2000", "*", CHANNEL));
        slack.failNext("chat.postMessage", new Fault.Late(hanging));
        start("C2000", plan);
        open(Asked.request("r-1").asking(Map.of("slow", List.of("ann"))));
        await().atMost(SOON).until(() -> slack.calls("chat.postMessage") == 1);

        start(CHANNEL, plan);
        Asked other = open(Asked.request("r-2"));

        awaitCard(other);
        hanging.countDown();
    }

    private Asked open(Asked asked) {
        inbox.pending(asked.bundle(Policies.DIGEST).pending(), asked.record(), PARTITION);
        return asked;
    }

    private JsonNode awaitCard(Asked asked) {
        await().atMost(SOON).until(() -> channel.cards(asked.digest()).size() == 1);
        return channel.cards(asked.digest()).get(0);
    }

    private String shown(Asked asked) {
        return channel.cards(asked.digest()).toString().replace("\u2060", "");
    }

    private void start() {
        start(CHANNEL, ChannelPlan.all(CHANNEL));
    }

    private void start(Duration secondLook) {
        start(new ChannelCards(CHANNEL, bot(ChannelPlan.all(CHANNEL)), desk(), secondLook));
    }

    private void start(String id, ChannelPlan plan) {
        start(new ChannelCards(id, bot(plan), desk()));
    }

    private void start(ChannelCards cards) {
        running.add(cards);
        cards.start();
    }

    private Bot bot(ChannelPlan plan) {
        SlackApi api = new SlackApi(new HttpSender(SlackApi.MAX_ANSWER), slack.api(), FakeSlack.BOT_TOKEN);
        return new Bot(api, plan, new Pace(20, Duration.ofMillis(1_200)));
    }

    private SlackDesk desk() {
        SlackCard card = new SlackCard(URI.create("https://inbox.example"), new Abilities(true, true));
        Faces faces = new Faces(card, Policies.catalogues(), Policies.casts());
        return new SlackDesk(inbox, faces, shift, counts, ready::get, clock);
    }
}
