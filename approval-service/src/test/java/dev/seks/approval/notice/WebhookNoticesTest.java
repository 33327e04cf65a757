// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import static dev.seks.approval.Asked.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.approval.Asked;
import dev.seks.approval.delivery.HandShift;
import dev.seks.approval.notice.WebhookReceiver.Post;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.VerdictChoice;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookNoticesTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String NEW_SECRET = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);

    private final WebhookReceiver receiver = new WebhookReceiver();
    private final Told told = Told.withPolicy();

    @AfterEach
    void stop() {
        told.close();
        receiver.close();
    }

    @Test
    void tellsOfEachRequestThatBeginsToWaitOnce() {
        open("r-1", 1);
        Notices notices = start(receiver.url());
        awaitPosts(1);

        told.open(asked("r-1", 1).seq(9).said("ann", VerdictChoice.APPROVE));
        open("r-2", 2);

        awaitPosts(2);
        assertThat(receiver.digests()).doesNotHaveDuplicates();
        assertThat(receiver.calls()).isEqualTo(2);
        await().atMost(SOON)
                .until(() -> notices.counts().get("webhook").outcomes().equals(Map.of("taken", 2L)));
        await().atMost(SOON).until(() -> notices.counts().get("webhook").waiting() == 0);
    }

    @Test
    void postsAnotherNoticeWhenMorePeopleAreAsked() {
        Instant later = Asked.NOW.plusSeconds(600);
        Asked asked = told.open(asked("r-1", 1).escalatingAt(later));
        start(receiver.url());
        awaitPosts(1);
        assertThat(receiver.posts.get(0).data().get("escalatesAt").asText()).isEqualTo(later.toString());

        told.open(asked("r-1", 1).seq(9).escalatedAt(later, "ann"));
        awaitPosts(2);

        Post post = receiver.posts.get(1);
        assertThat(WebhookReceiver.json(post.body()).get("type").asText()).isEqualTo("approval.escalated");
        assertThat(post.id()).isEqualTo("escalated_" + asked.digest());
        assertThat(post.data().get("groups").toString()).isEqualTo("[\"operators\",\"leads\"]");
        assertThat(post.data().get("escalatedAt").asText()).isEqualTo(later.toString());
    }

    @Test
    void saysWhatIsAskedAndNothingThatTheAgentSays() {
        Asked asked = told.open(asked("r-1", 1)
                .params("{\"name\":\"site\\u202e\\nX\",\"secret\":\"of the params\"}")
                .reason("the words of the agent")
                .asking(Map.of("maintainers", List.of("mika", "ann")))
                .quorum(2));
        start(receiver.url());
        awaitPosts(1);

        Post post = receiver.posts.get(0);
        JsonNode data = post.data();
        assertThat(WebhookReceiver.json(post.body()).get("type").asText()).isEqualTo("approval.requested");
        assertThat(data.get("version").asInt()).isEqualTo(1);
        assertThat(data.get("id").asText()).isEqualTo(post.id()).isEqualTo("requested_" + asked.digest());
        assertThat(data.get("link").asText()).isEqualTo("https://inbox.example/approvals/" + asked.digest());
        assertThat(data.get("groups").toString()).isEqualTo("[\"maintainers\"]");
        assertThat(data.get("quorum").asInt()).isEqualTo(2);
        assertThat(data.get("owner").asText()).isEqualTo("ola");
        assertThat(post.body()).doesNotContain("words of the agent", "of the params", "mika", "\u202e");
    }

    @Test
    void boundsWhatItQuotesAndSaysSo() {
        told.open(asked("r-1", 1).params("{\"name\":\"" + "x".repeat(100) + "\"}"));
        told.open(asked("r-2", 2).action("github", "a".repeat(2_000)));
        start(receiver.url());
        awaitPosts(2);

        String summary = receiver.posts.get(1).data().get("summary").asText();
        assertThat(receiver.posts.get(0).data().get("resource").asText()).hasSize(100);
        assertThat(summary).hasSizeLessThan(NoticeText.MAX + 30).endsWith("[more in the inbox]");
    }

    @Test
    void losesNothingWhenTheReceiverIsAway() {
        receiver.answerNext(
                WebhookReceiver.broken(false),
                WebhookReceiver.status(429, "Retry-After", "1"),
                WebhookReceiver.status(503, "Retry-After", "1"));
        open("r-1", 1);
        open("r-2", 2);
        Notices notices = start(receiver.url());

        awaitPosts(2);

        assertThat(receiver.digests()).doesNotHaveDuplicates();
        assertThat(receiver.calls()).isEqualTo(5);
        assertThat(notices.counts().get("webhook").outcomes()).containsEntry("rate_limited", 1L);
    }

    @Test
    void tellsAgainWithTheSameIdWhenTheAnswerIsLost() {
        receiver.answerNext(WebhookReceiver.broken(true));
        open("r-1", 1);
        start(receiver.url());

        awaitPosts(2);

        assertThat(receiver.posts.get(0)).isEqualTo(receiver.posts.get(1));
    }

    @Test
    void goesOnWhereTheLastOneLeftOff() {
        open("r-1", 5);
        start(receiver.url());
        await().atMost(SOON).until(() -> "posted-below=6".equals(told.notes.get(PARTITION)));
        told.stop();
        Asked later = open("r-2", 8);

        start(receiver.url());

        awaitPosts(2);
        assertThat(receiver.digests()).doesNotHaveDuplicates().endsWith(later.digest());
    }

    @Test
    void twoInstancesTellOfEachRequestOnce() {
        HandShift one = new HandShift(told.notes, PARTITION);
        HandShift other = new HandShift(told.notes);
        told.start(config(receiver.url()), secrets(WebhookReceiver.SECRET), one);
        told.start(config(receiver.url()), secrets(WebhookReceiver.SECRET), other);
        open("r-1", 1);
        await().atMost(SOON).until(() -> "posted-below=2".equals(told.notes.get(PARTITION)));

        one.take(PARTITION);
        other.give(PARTITION);
        open("r-2", 2);

        await().atMost(SOON).until(() -> "posted-below=3".equals(told.notes.get(PARTITION)));
        assertThat(receiver.digests()).hasSize(2).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 403, 404, 410, 413, 500, 503})
    void isNotHeldUpByARequestThatIsNeverTaken(int status) {
        receiver.refuse("\"action\":\"repos.poison\"", status);
        told.open(asked("r-1", 1).action("github", "repos.poison"));
        Asked fine = open("r-2", 2);
        start(receiver.url());

        awaitPosts(1);
        assertThat(receiver.digests()).containsExactly(fine.digest());
    }

    @Test
    void followsNoRedirect() {
        try (WebhookReceiver elsewhere = new WebhookReceiver()) {
            receiver.answerNext(
                    WebhookReceiver.status(307, "Location", elsewhere.url().toString()));
            open("r-1", 1);
            open("r-2", 2);
            start(receiver.url());

            awaitPosts(1);
            assertThat(elsewhere.calls()).isEqualTo(0);
        }
    }

    @Test
    void takesAnAnswerWithoutEndForTheAnswerThatItBeginsWith() {
        receiver.answerNext(ctx -> {
            ctx.res().setStatus(200);
            byte[] much = new byte[64 * 1024];
            for (int i = 0; i < 10_000; i++) { // until nobody listens any more
                ctx.res().getOutputStream().write(much);
                ctx.res().flushBuffer();
            }
            return true;
        });
        open("r-1", 1);
        Notices notices = start(receiver.url());

        await().atMost(SOON)
                .until(() -> notices.counts().get("webhook").outcomes().equals(Map.of("taken", 1L)));
    }

    @Test
    void signsWithBothSecretsWhileTheyAreRotated() {
        try (WebhookReceiver renewed = new WebhookReceiver(NEW_SECRET)) {
            open("r-1", 1);
            NoticeSecrets both = secrets(WebhookReceiver.SECRET, NEW_SECRET);
            told.start(config(receiver.url()), both);
            awaitPosts(1);
            told.stop();
            told.notes.clear();

            told.start(config(renewed.url()), both);

            await().atMost(SOON).until(() -> renewed.posts.size() == 1);
        }
    }

    @Test
    void saysNothingOfWhatIsDecidedBefore() {
        Asked decided = open("r-1", 1);
        told.inbox.decided(decided.ended(Outcome.DENIED, Reason.FROZEN));
        Asked waiting = open("r-2", 2);
        start(receiver.url());

        awaitPosts(1);
        assertThat(receiver.digests()).containsExactly(waiting.digest());
    }

    private static Asked asked(String id, long offset) {
        return Asked.request(id).offset(offset).at(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    private Asked open(String id, long offset) {
        return told.open(asked(id, offset));
    }

    private Notices start(URI url) {
        return told.start(config(url), secrets(WebhookReceiver.SECRET));
    }

    private void awaitPosts(int count) {
        await().atMost(SOON).until(() -> receiver.posts.size() == count);
    }

    private static NoticeConfig config(URI url) {
        return new NoticeConfig(new WebhookConfig(url, List.of(Path.of("given"))), null);
    }

    private static NoticeSecrets secrets(String... texts) {
        return new NoticeSecrets(
                new WebhookSignature(Stream.of(texts)
                        .map(WebhookSignature::key)
                        .map(Optional::orElseThrow)
                        .toList()),
                null);
    }
}
