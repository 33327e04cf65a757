// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.seks.client.ClientException;
import dev.seks.client.FinalState;
import dev.seks.client.NotFinishedException;
import dev.seks.client.Request;
import dev.seks.client.SeksClient;
import dev.seks.client.Submission;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.topic.Sizes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java library for agents against everything that runs for real. */
class ClientTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final String SITE = "{\"owner\":\"acme\",\"repo\":\"site\"}";

    @TempDir
    private static Path folder;

    private static RunningSeks seks;
    private static SeksClient client;

    @BeforeAll
    static void start() {
        seks = RunningSeks.in(folder);
        client = seks.client();
    }

    @AfterAll
    static void stop() {
        try (RunningSeks running = seks) {
            running.requireInvariants();
        }
    }

    @Test
    void followsAnAllowedRequestToItsResult() {
        Submission submission = client.submit(asking("repos.get").params(SITE));

        FinalState end = submission.awaitFinished(SOON);

        assertThat(end.succeeded()).isTrue();
        assertThat(end.decision().getReason()).isEqualTo(Reason.ALLOWED_BY_RULE);
        assertThat(end.body().get("full_name").textValue()).isEqualTo("acme/site");
        assertThat(submission.awaitDecided(AT_ONCE).getRequestDigest()).isEqualTo(submission.requestDigest());
    }

    @Test
    void endsWithADenial() {
        FinalState end = client.submit(asking("repos.delete").params(SITE)).awaitFinished(SOON);

        assertThat(end.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(end.decision().getReason()).isEqualTo(Reason.DENIED_BY_RULE);
    }

    @Test
    void waitsForAPersonAndThenSucceeds() {
        Submission submission = client.submit(asking("repos.create").params("{\"name\":\"waits\"}"));
        assertThat(submission.awaitDecided(SOON).getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(submission.finished()).isNotDone();

        approve(submission);

        FinalState end = submission.awaitFinished(SOON);
        assertThat(end.succeeded()).isTrue();
        assertThat(end.decision().getReason()).isEqualTo(Reason.APPROVED_BY_PEOPLE);
    }

    @Test
    void saysWhatIsKnownWhenTheTimeIsUp() {
        Submission submission = client.submit(asking("repos.create").params("{\"name\":\"late\"}"));
        submission.awaitDecided(SOON);

        assertThatThrownBy(() -> submission.awaitFinished(AT_ONCE))
                .isInstanceOfSatisfying(NotFinishedException.class, late -> {
                    assertThat(late).hasMessageContaining("is still pending after 1 ms");
                    assertThat(late.known()
                                    .orElseThrow()
                                    .toJson()
                                    .get("outcome")
                                    .textValue())
                            .isEqualTo("PENDING");
                });
    }

    @Test
    void givesARepeatTheWholeFirstAnswer() {
        Request request = asking("repos.get").params(SITE);
        FinalState first = client.submit(request).awaitFinished(SOON);

        FinalState again = seks.client().submit(request).awaitFinished(SOON);

        assertThat(again).isEqualTo(first);
    }

    @Test
    void givesARepeatOfADeniedRequestTheFirstDenial() {
        Request request = asking("repos.delete").params(SITE);
        FinalState first = client.submit(request).awaitFinished(SOON);

        assertThat(client.submit(request).awaitFinished(SOON)).isEqualTo(first);
    }

    @Test
    void followsARepeatOfWhatStillWaits() {
        Request request = asking("repos.create").params("{\"name\":\"twice\"}");
        Submission first = client.submit(request);
        first.awaitDecided(SOON);

        Submission again = seks.client().submit(request);
        assertThat(again.awaitDecided(SOON)).isEqualTo(first.decided().join());
        approve(again);

        assertThat(again.awaitFinished(SOON).succeeded()).isTrue();
        assertThat(first.awaitFinished(SOON)).isEqualTo(again.finished().join());
    }

    @Test
    void tellsTheSameIdWithOtherContentApart() {
        Request request = asking("repos.get").params(SITE);
        client.submit(request).awaitFinished(SOON);

        FinalState end = client.submit(request.reason("now for another reason")).awaitFinished(SOON);

        assertThat(end.decision().getReason()).isEqualTo(Reason.REPLAY_CONFLICT);
    }

    private static Submission signed(byte[] value) {
        return client.submitBytes(value, client.signature("aeonbyte", value));
    }

    @Test
    void followsWhatNobodyHasSigned() {
        byte[] garbage = "no request of anybody's".getBytes(StandardCharsets.UTF_8);

        FinalState end = client.submitBytes(garbage, Optional.empty()).awaitFinished(SOON);

        assertThat(end.decision().getReason()).isEqualTo(Reason.NOT_AUTHENTICATED);
        assertThat(end.toJson().at("/coordinates/topic").textValue()).isEqualTo("seks.requests");
    }

    @Test
    void followsBytesThatAreNoRequest() {
        byte[] garbage = "no request".getBytes(StandardCharsets.UTF_8);

        FinalState first = signed(garbage).awaitFinished(SOON);
        FinalState second = signed(garbage).awaitFinished(SOON);

        assertThat(first.decision().getReason()).isEqualTo(Reason.MALFORMED);
        assertThat(first.toJson().get("requestId").isNull()).isTrue();
        assertThat(first.toJson().at("/coordinates/topic").textValue()).isEqualTo("seks.requests");
        assertThat(second.toJson().at("/coordinates/offset").longValue())
                .isGreaterThan(first.toJson().at("/coordinates/offset").longValue());
    }

    @Test
    void followsTheLargestRequestAndOneByteMore() {
        FinalState largest = signed(new byte[Sizes.REQUEST_VALUE]).awaitFinished(SOON);
        FinalState larger = signed(new byte[Sizes.REQUEST_VALUE + 1]).awaitFinished(SOON);

        assertThat(largest.decision().getExplanation()).contains("unreadable");
        assertThat(larger.decision().getExplanation()).contains("has 131073 bytes, expected at most 131072");
    }

    @Test
    void sendsTheLargestParameters() {
        String largest = "{\"note\":\"" + "x".repeat(Sizes.PARAMS - 11) + "\"}";

        FinalState end = client.submit(asking("repos.get").params(largest)).awaitFinished(SOON);

        assertThat(end.decision().getReason()).isEqualTo(Reason.INVALID_PARAMS);
    }

    @Test
    void saysWhatTheTopicDoesNotTake() {
        Submission submission = signed(new byte[Sizes.REQUEST_RECORD]);

        assertThatThrownBy(() -> submission.awaitFinished(SOON))
                .isInstanceOf(ClientException.class)
                .hasMessage("request " + submission.requestDigest() + " is larger than the topic takes");
    }

    @Test
    void getsAnAnswerInADomainThatNobodyKnows() {
        FinalState end = seks.client("nobody").submit(asking("repos.get")).awaitFinished(SOON);

        assertThat(end.decision().getReason()).isEqualTo(Reason.NO_POLICY);
    }

    @Test
    void keepsManyRequestsApart() {
        List<Submission> submissions = IntStream.range(0, 300)
                .mapToObj(n -> client.submit(asking(n % 2 == 0 ? "issues.list" : "repos.delete")
                        .id("many-" + n)
                        .params(SITE)))
                .toList();

        for (int n = 0; n < submissions.size(); n++) {
            FinalState end = submissions.get(n).awaitFinished(SOON);
            assertThat(end.decision().getRequestId()).isEqualTo("many-" + n);
            assertThat(end.succeeded()).isEqualTo(n % 2 == 0);
        }
    }

    @Test
    void failsWhatIsOpenWhenItIsClosed() {
        SeksClient other = seks.client();
        Submission submission = other.submit(asking("repos.create").params("{\"name\":\"left\"}"));
        submission.awaitDecided(SOON);

        other.close();

        assertThatThrownBy(() -> submission.awaitFinished(SOON)).hasMessage("the client was closed");
        assertThatThrownBy(() -> other.submit(asking("repos.get"))).hasMessage("the client was closed");
    }

    private static Request asking(String action) {
        return Request.of("aeonbyte", "github", action);
    }

    /** Once the approval service has read that it waits, which the agent's client may have done before. */
    private static void approve(Submission submission) {
        String digest = submission.requestDigest();
        await().atMost(SOON).until(() -> seks.seks("approvals", "show", digest).code() == 0);
        Run approved = seks.seks("approvals", "approve", digest);
        assertThat(approved.code()).as(approved.err()).isZero();
    }
}
