// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static dev.seks.approval.web.RunningInbox.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seks.approval.Asked;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.GrantOffer;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApprovalsApiTest {
    private static final String APPROVE = "{\"verdict\":\"APPROVE\",\"comment\":\"fine\"}";

    private final Asked asked = Asked.request("r-1");
    private final RunningInbox inbox = new RunningInbox().with(asked);

    @AfterEach
    void stop() {
        inbox.close();
    }

    @Test
    void listsWhatWaits() throws IOException {
        HttpResponse<String> answer = inbox.send(inbox.withToken("/v1/approvals?state=open"));

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode first = json(answer).get("approvals").get(0);
        assertThat(first.get("requestDigest").asText()).isEqualTo(asked.digest());
        assertThat(first.get("agent").asText()).isEqualTo("aeonbyte");
        assertThat(first.at("/request/params/name").asText()).isEqualTo("site");
        assertThat(first.get("expiresAt").asText()).isEqualTo("2026-11-23T12:15:00.000Z");
        assertThat(first.get("outcome").asText()).isEqualTo("PENDING");
    }

    @Test
    void showsOneByTheBeginningOfItsDigest() throws IOException {
        HttpResponse<String> answer =
                inbox.send(inbox.withToken("/v1/approvals/" + asked.digest().substring(0, 6)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("requestDigest").asText()).isEqualTo(asked.digest());
    }

    @Test
    void publishesAVerdictBoundToTheDigest() {
        HttpResponse<String> answer = inbox.send(inbox.verdict(asked.digest(), APPROVE));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(inbox.published).hasSize(1);
        Verdict verdict = inbox.published.get(0);
        assertThat(verdict.getRequestDigest()).isEqualTo(asked.digest());
        assertThat(verdict.getRequestId()).isEqualTo("r-1");
        assertThat(verdict.getDomain()).isEqualTo("default");
        assertThat(verdict.getPerson()).isEqualTo("mika");
        assertThat(verdict.getVerdict()).isEqualTo(VerdictChoice.APPROVE);
        assertThat(verdict.getComment()).isEqualTo("fine");
        assertThat(verdict.getChannel()).isEqualTo(Channel.API);
    }

    @Test
    void publishesWhatAnApprovalOffersBesides() {
        Asked grantable = Asked.request("r-7").grantable();
        inbox.with(grantable);

        HttpResponse<String> answer = inbox.send(inbox.verdict(
                grantable.digest(), "{\"verdict\":\"APPROVE\",\"grant\":{\"ttlMs\":600000,\"maxUses\":2}}"));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(inbox.published).extracting(Verdict::getGrant).containsExactly(new GrantOffer(600_000L, 2));
    }

    @Test
    void offersTheSameAsOftenAsMayBeWhereNobodySaysHowOften() {
        Asked grantable = Asked.request("r-7").grantable();
        inbox.with(grantable);

        inbox.send(inbox.verdict(grantable.digest(), "{\"verdict\":\"APPROVE\",\"grant\":{\"ttlMs\":1000}}"));

        assertThat(inbox.published).extracting(Verdict::getGrant).containsExactly(new GrantOffer(1000L, 5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ttlMs\":900001}",
                "{\"ttlMs\":0}",
                "{\"ttlMs\":-1}",
                "{\"ttlMs\":9223372036854775807}",
                "{\"ttlMs\":1000,\"maxUses\":6}",
                "{\"ttlMs\":1000,\"maxUses\":0}"
            })
    void publishesNothingThatOffersMoreThanMayBe(String grant) throws IOException {
        Asked grantable = Asked.request("r-7").grantable();
        inbox.with(grantable);

        HttpResponse<String> answer =
                inbox.send(inbox.verdict(grantable.digest(), "{\"verdict\":\"APPROVE\",\"grant\":" + grant + "}"));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).get("reason").asText()).isEqualTo("NOT_GRANTABLE");
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void publishesNoOfferWhereNoneMayBeMade() throws IOException {
        HttpResponse<String> answer =
                inbox.send(inbox.verdict(asked.digest(), "{\"verdict\":\"APPROVE\",\"grant\":{\"ttlMs\":1000}}"));

        assertThat(json(answer).get("reason").asText()).isEqualTo("NOT_GRANTABLE");
        assertThat(inbox.published).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"verdict\":\"DENY\",\"grant\":{\"ttlMs\":1000}}",
                "{\"verdict\":\"APPROVE\",\"grant\":{}}",
                "{\"verdict\":\"APPROVE\",\"grant\":[1]}",
                "{\"verdict\":\"APPROVE\",\"grant\":{\"ttlMs\":\"1000\"}}",
                "{\"verdict\":\"APPROVE\",\"grant\":{\"ttlMs\":1e3}}",
                "{\"verdict\":\"APPROVE\",\"grant\":{\"ttlMs\":1,\"ttl\":1}}",
                "{\"verdict\":\"APPROVE\",\"grant\":{\"ttlMs\":1,\"maxUses\":99999999999}}"
            })
    void refusesAnOfferThatIsOutOfForm(String body) {
        assertThat(inbox.send(inbox.verdict(asked.digest(), body)).statusCode()).isEqualTo(400);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void notesWhenTheTerminalWasUsed() {
        inbox.send(inbox.verdict(asked.digest(), "{\"verdict\":\"DENY\",\"channel\":\"CLI\"}"));

        assertThat(inbox.published).extracting(Verdict::getChannel).containsExactly(Channel.CLI);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer wrong", "bearer " + TOKEN, "Basic " + TOKEN, TOKEN})
    void publishesNothingWithoutTheToken(String authorization) throws IOException {
        HttpRequest.Builder request = inbox.to("/v1/approvals/" + asked.digest() + "/verdicts")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(APPROVE));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }

        HttpResponse<String> answer = inbox.send(request);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(json(answer).get("reason").asText()).isEqualTo("NOT_SIGNED_IN");
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void refusesTwoAuthorizationHeaders() {
        HttpResponse<String> answer =
                inbox.send(inbox.withToken("/v1/approvals").header("Authorization", "Bearer " + TOKEN));

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void showsNothingWithoutTheToken() {
        assertThat(inbox.send(inbox.to("/v1/approvals")).statusCode()).isEqualTo(401);
        assertThat(inbox.send(inbox.to("/v1/approvals/" + asked.digest())).statusCode())
                .isEqualTo(401);
    }

    @Test
    void refusesAPersonWhoIsNotAsked() {
        Asked others = Asked.request("r-2").asking("ann", "ola");
        inbox.with(others);

        HttpResponse<String> answer = inbox.send(inbox.verdict(others.digest(), APPROVE));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void refusesAnyoneWhenNobodyIsAsked() {
        Asked nobody = Asked.request("r-2").asking();
        inbox.with(nobody);

        assertThat(inbox.send(inbox.verdict(nobody.digest(), APPROVE)).statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456789", "abc", "nonsense", "%2e%2e", "ABCDEF0123"})
    void knowsNothingOfOtherDigests(String digest) {
        assertThat(inbox.send(inbox.verdict(digest, APPROVE)).statusCode()).isEqualTo(404);
        assertThat(inbox.send(inbox.withToken("/v1/approvals/" + digest)).statusCode())
                .isEqualTo(404);
    }

    @Test
    void refusesTheSameClickTwice() {
        inbox.send(inbox.verdict(asked.digest(), APPROVE));

        HttpResponse<String> second = inbox.send(inbox.verdict(asked.digest(), APPROVE));

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(inbox.published).hasSize(1);
    }

    @Test
    void refusesWhatIsDecided() throws IOException {
        inbox.inbox.decided(asked.ended(Outcome.DENIED, Reason.DENIED_BY_PERSON));

        HttpResponse<String> answer = inbox.send(inbox.verdict(asked.digest(), APPROVE));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(json(answer).get("reason").asText()).isEqualTo("ALREADY_DECIDED");
        assertThat(inbox.published).isEmpty();
        JsonNode decided = json(inbox.send(inbox.withToken("/v1/approvals?state=decided")));
        assertThat(decided.get("approvals").get(0).get("reason").asText()).isEqualTo("DENIED_BY_PERSON");
    }

    @Test
    void refusesWhatIsExpired() throws IOException {
        inbox.clock.advance(Asked.PATIENCE);

        HttpResponse<String> answer = inbox.send(inbox.verdict(asked.digest(), APPROVE));

        assertThat(answer.statusCode()).isEqualTo(410);
        assertThat(inbox.published).isEmpty();
        JsonNode shown = json(inbox.send(inbox.withToken("/v1/approvals/" + asked.digest())));
        assertThat(shown.get("state").asText()).isEqualTo("EXPIRED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"verdict\":\"MAYBE\"}",
                "{\"verdict\":true}",
                "{\"verdict\":\"APPROVE\",\"verdict\":\"DENY\"}",
                "{\"verdict\":\"APPROVE\"} {}",
                "{\"verdict\":\"APPROVE\",\"person\":\"ann\"}",
                "{\"verdict\":\"APPROVE\",\"channel\":\"SLACK\"}",
                "{\"verdict\":\"APPROVE\",\"comment\":7}",
                "{\"verdict\":\"APPR"
            })
    void refusesAVerdictThatIsNone(String body) {
        HttpResponse<String> answer = inbox.send(inbox.verdict(asked.digest(), body));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void refusesACommentThatIsTooLong() {
        String body = "{\"verdict\":\"DENY\",\"comment\":\"" + "x".repeat(2_001) + "\"}";

        assertThat(inbox.send(inbox.verdict(asked.digest(), body)).statusCode()).isEqualTo(400);
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        String body = "{\"verdict\":\"DENY\",\"comment\":\"" + "x".repeat(Body.MAX_BYTES) + "\"}";

        assertThat(inbox.send(inbox.verdict(asked.digest(), body)).statusCode()).isEqualTo(413);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void refusesAnotherContentType() {
        HttpRequest.Builder request = inbox.withToken("/v1/approvals/" + asked.digest() + "/verdicts")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(APPROVE));

        assertThat(inbox.send(request).statusCode()).isEqualTo(415);
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void saysThatNothingWasPublishedWhenKafkaIsAway() {
        inbox.kafkaDown = true;
        assertThat(inbox.send(inbox.verdict(asked.digest(), APPROVE)).statusCode())
                .isEqualTo(503);

        inbox.kafkaDown = false;

        assertThat(inbox.send(inbox.verdict(asked.digest(), APPROVE)).statusCode())
                .isEqualTo(202);
    }

    @Test
    void mayBeSaidAgainWhenItHadNoEffect() {
        inbox.send(inbox.verdict(asked.digest(), APPROVE));
        inbox.clock.advance(Duration.ofSeconds(31));

        assertThat(inbox.send(inbox.verdict(asked.digest(), APPROVE)).statusCode())
                .isEqualTo(202);
    }

    @Test
    void answersNothingUntilTheInboxIsRebuilt() {
        inbox.ready = false;

        assertThat(inbox.send(inbox.withToken("/v1/approvals")).statusCode()).isEqualTo(503);
        assertThat(inbox.send(inbox.to("/readyz")).statusCode()).isEqualTo(503);
        assertThat(inbox.send(inbox.to("/livez")).statusCode()).isEqualTo(200);
    }

    @Test
    void countsEveryAttempt() {
        inbox.send(inbox.verdict(asked.digest(), APPROVE));
        inbox.send(inbox.verdict(asked.digest(), APPROVE));

        assertThat(inbox.send(inbox.to("/metrics")).body())
                .contains(
                        "seks_approvals_open 1\n",
                        "seks_verdict_attempts_total{channel=\"api\",outcome=\"accepted\"} 1\n",
                        "seks_verdict_attempts_total{channel=\"api\",outcome=\"already_answered\"} 1\n")
                .doesNotContain("seks_notices");
    }

    @Test
    void countsAnAttemptAboutNothingThatIsKnownAlsoWithAGrant() {
        String granting = "{\"verdict\":\"APPROVE\",\"grant\":{\"ttlMs\":600000,\"maxUses\":1}}";

        HttpResponse<String> answer = inbox.send(inbox.verdict("0123456789", granting));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(inbox.send(inbox.to("/metrics")).body())
                .contains("seks_verdict_attempts_total{channel=\"api\",outcome=\"unknown_request\"} 1\n");
        assertThat(inbox.published).isEmpty();
    }

    @Test
    void refusesAnUnknownState() {
        assertThat(inbox.send(inbox.withToken("/v1/approvals?state=all")).statusCode())
                .isEqualTo(400);
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return new JsonMapper().readTree(answer.body());
    }
}
