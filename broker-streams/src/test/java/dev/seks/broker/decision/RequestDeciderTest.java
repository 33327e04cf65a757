// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.GrantAsk;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.topic.Partitioning;
import dev.seks.schemas.topic.Sizes;
import dev.seks.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestDeciderTest {
    private static final String REPO = "{\"owner\":\"acme\",\"repo\":\"site\"}";

    private final Story story = Story.withSeedPolicy();

    @Test
    void approvesWhatARuleAllowsAndCarriesTheBytesThatWereLogged() {
        CapabilityRequest request = story.aRequest("github", "repos.get", REPO).build();

        Decision decision = story.ask(request);

        assertThat(decision.getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(decision.getReason()).isEqualTo(Reason.ALLOWED_BY_RULE);
        assertThat(decision.getRule()).isEqualTo("agents.aeonbyte.services.github.allow[1]");
        assertThat(decision.getRequest())
                .isEqualTo(ByteBuffer.wrap(Story.CODECS.request().encode(request)));
        assertThat(decision.getExecuteWithinMs())
                .isEqualTo(Duration.ofMinutes(2).toMillis());
        assertThat(decision.getPolicyVersion()).isEqualTo(1);
        assertThat(decision.getLimits()).hasSize(2);
    }

    @Test
    void deniesWhatARuleDeniesWithoutTheRequest() {
        Decision decision = story.ask("github", "repos.delete", "{\"name\":\"site\"}");

        assertThat(decision.getOutcome()).isEqualTo(Outcome.DENIED);
        assertThat(decision.getReason()).isEqualTo(Reason.DENIED_BY_RULE);
        assertThat(decision.getRule()).isEqualTo("agents.aeonbyte.services.github.deny[0]");
        assertThat(decision.getRules().get(0).getLine()).isEqualTo(11);
        assertThat(decision.getRequest()).isNull();
        assertThat(decision.getLimits()).isEmpty();
    }

    @Test
    void citesSoManyRulesAsFitIntoARecord() {
        StringBuilder policy = new StringBuilder("version: 1\ndomain: " + Story.DOMAIN + "\nroles:\n");
        for (int role = 0; role < 20; role++) {
            policy.append("  r").append(role).append(": { services: { github: { deny: [");
            IntStream.range(0, 1_000)
                    .forEach(i -> policy.append(i == 0 ? "" : ", ").append("\"*\""));
            policy.append("] } } }\n");
        }
        policy.append("agents: { aeonbyte: { extends: [")
                .append(IntStream.range(0, 20).mapToObj(role -> "r" + role).collect(Collectors.joining(", ")))
                .append("] } }\n");
        Story many = Story.withPolicy(policy.toString());

        Decision decision = many.ask("github", "repos.get", REPO);

        assertThat(decision.getReason()).isEqualTo(Reason.DENIED_BY_RULE);
        assertThat(decision.getRules()).hasSize(Decisions.MOST_RULES);
        assertThat(decision.getRule()).isEqualTo("roles.r0.services.github.deny[0]");
        assertThat(Story.CODECS.decision().encode(decision)).hasSizeLessThan(Sizes.DECISION_RECORD / 10);
    }

    @Test
    void asksPeopleWhereTheRuleSaysSo() {
        Decision decision = story.ask("github", "repos.create", "{\"name\":\"site\"}");

        assertThat(decision.getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(decision.getReason()).isEqualTo(Reason.APPROVAL_REQUIRED);
        assertThat(decision.getApproval().getQuorum()).isEqualTo(1);
        assertThat(decision.getApproval().getApprovers().get(0).getPeople()).containsExactly("ann");
        assertThat(decision.getApproval().getExpiresAt()).isEqualTo(story.now().plus(Duration.ofMinutes(15)));
        assertThat(decision.getExecuteWithinMs()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "stranger, github, repos.get, UNKNOWN_AGENT",
        "aeonbyte, jira, repos.get, UNKNOWN_SERVICE",
        "aeonbyte, github, repos.rename, NO_RULE",
        "aeonbyte, github, admin.users.list, DENIED_BY_RULE",
        "aeonbyte, github, issues.list, UNKNOWN_ACTION",
        "aeonbyte, github, repos.get, INVALID_PARAMS",
        "Aeonbyte, github, repos.get, MALFORMED",
        "aeonbyte, git.hub, repos.get, MALFORMED",
        "aeonbyte, github, rep\u043es.get, MALFORMED",
        "aeonbyte, github, *, MALFORMED",
        "'', github, repos.get, MALFORMED",
    })
    void deniesEachWithItsReason(String agent, String service, String action, Reason reason) {
        Decision decision = story.ask(story.aRequest(service, action, "{}").setAgent(agent));

        assertThat(decision.getOutcome()).isEqualTo(Outcome.DENIED);
        assertThat(decision.getReason()).isEqualTo(reason);
        assertThat(decision.getDomain()).isEqualTo(Story.DOMAIN);
    }

    @Test
    void deniesWithNoApproverWhereNobodyCouldApprove() {
        story.activate(2, Story.seedPolicy(), List.of());

        Decision decision = story.ask("github", "repos.create", "{\"name\":\"site\"}");

        assertThat(decision.getReason()).isEqualTo(Reason.NO_APPROVER);
    }

    @Test
    void deniesByLimitAndSaysWhenThereIsRoom() {
        for (int i = 0; i < 30; i++) {
            assertThat(story.ask("github", "repos.get", REPO).getOutcome()).isEqualTo(Outcome.APPROVED);
        }

        Decision decision = story.ask("github", "repos.get", REPO);

        assertThat(decision.getReason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(decision.getRetryAfterMs()).isBetween(59_000L, 61_000L);
        assertThat(decision.getExplanation())
                .contains("30 of 30")
                .contains("rate_limits.per_agent.requests_per_minute");
        story.after(Duration.ofMillis(decision.getRetryAfterMs()));
        assertThat(story.ask("github", "repos.get", REPO).getOutcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void consumesNothingForWhatPolicyDenies() {
        for (int i = 0; i < 50; i++) {
            story.ask("github", "repos.delete", "{\"name\":\"site\"}");
        }

        assertThat(story.ask("github", "repos.get", REPO).getOutcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void answersARepeatFromMemoryWithoutASecondDecision() {
        CapabilityRequest request = story.aRequest("github", "repos.get", REPO).build();
        Decision first = story.ask(request);
        story.after(Duration.ofSeconds(5));

        story.happen(EventKind.REQUEST, Story.DOMAIN, Story.CODECS.request().encode(request));

        assertThat(story.count(Topic.APPROVED)).isEqualTo(1);
        JournalEntry entry = story.lastEntry();
        assertThat(entry.getOutcomes().get(0).getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(entry.getOutcomes().get(0).getFirstSeq()).isEqualTo(first.getSeq());
        assertThat(entry.getLimits()).isEmpty();
    }

    @Test
    void deniesAnIdThatIsUsedAgainForOtherContent() {
        CapabilityRequest.Builder request = story.aRequest("github", "repos.get", REPO);
        story.ask(request);
        CapabilityRequest.Builder pending = story.aRequest("github", "repos.create", "{\"name\":\"site\"}");
        story.ask(pending);

        assertThat(story.ask(request.setReason("other")).getReason()).isEqualTo(Reason.REPLAY_CONFLICT);
        assertThat(story.ask(pending.setReason("other")).getReason()).isEqualTo(Reason.REPLAY_CONFLICT);
    }

    @Test
    void forgetsAnIdAfterADayAndFindsTheOldBytesStale() {
        CapabilityRequest request = story.aRequest("github", "repos.get", REPO).build();
        story.ask(request);

        story.after(Duration.ofHours(24));

        assertThat(story.ask(request).getReason()).isEqualTo(Reason.STALE);
    }

    @ParameterizedTest
    @CsvSource({"-120, APPROVED", "-121, DENIED", "120, APPROVED", "121, DENIED", "-1767614400, DENIED"})
    void takesOnlyWhatIsFreshByBrokerTime(long createdSecondsFromNow, Outcome outcome) {
        CapabilityRequest.Builder request = story.aRequest("github", "repos.get", REPO)
                .setCreatedAt(story.now().plusSeconds(createdSecondsFromNow));

        assertThat(story.ask(request).getOutcome()).isEqualTo(outcome);
    }

    @Test
    void deniesWhatIsPastItsDeadline() {
        CapabilityRequest.Builder request = story.aRequest("github", "repos.get", REPO)
                .setDeadline(story.now().minusMillis(1));

        assertThat(story.ask(request).getReason()).isEqualTo(Reason.STALE);
    }

    @Test
    void deniesWhatIsFrozenUntilItIsNot() {
        story.order(ControlKind.FREEZE, "aeonbyte", null, null);
        assertThat(story.ask("github", "repos.get", REPO).getReason()).isEqualTo(Reason.FROZEN);

        story.order(ControlKind.UNFREEZE, "aeonbyte", null, null);

        assertThat(story.ask("github", "repos.get", REPO).getOutcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void deniesWhatCannotBeEvaluatedAndGoesOn() {
        ActivePolicy whole = story.state.policy(Story.DOMAIN);
        story.state.apply(new Effect.ActivatePolicy(
                Story.DOMAIN,
                new ActivePolicy(
                        whole.bundle(),
                        whole.bundleDigest(),
                        whole.policyDigest(),
                        whole.version(),
                        whole.rules(),
                        null,
                        whole.operators())));

        Decision decision = story.ask("github", "repos.get", REPO);

        assertThat(decision.getReason()).isEqualTo(Reason.INTERNAL_ERROR);
        assertThat(decision.getExplanation()).contains("journal entry " + decision.getSeq());
        assertThat(story.ask("github", "repos.delete", "{}").getReason()).isEqualTo(Reason.DENIED_BY_RULE);
    }

    @Test
    void refusesToReadAnAskForAGrantThatIsOutOfForm() {
        List<GrantAsk> asks = List.of(
                new GrantAsk(List.of(), null, 60_000L, null),
                new GrantAsk(Collections.nCopies(9, "repos.get"), null, 60_000L, null),
                new GrantAsk(List.of("repos.get", "Repos.Get"), null, 60_000L, null),
                new GrantAsk(List.of("repos.get\u0000"), null, 60_000L, null),
                new GrantAsk(List.of("repos.get"), " ", 60_000L, null),
                new GrantAsk(List.of("repos.get"), "x".repeat(513), 60_000L, null));

        for (GrantAsk ask : asks) {
            Decision decision =
                    story.ask(story.aRequest("github", "repos.get", REPO).setGrant(ask));

            assertThat(decision.getReason()).as(ask.toString()).isEqualTo(Reason.MALFORMED);
            assertThat(decision.getExplanation()).startsWith("grant.");
        }
    }

    @Test
    void putsWhatIsNoRequestIntoThePseudoDomainOfItsPartition() {
        byte[] key = Story.DOMAIN.getBytes(StandardCharsets.UTF_8);
        int home = Partitioning.partition(key, Story.PARTITIONS);
        byte[] request = Story.CODECS
                .request()
                .encode(story.aRequest("github", "repos.get", REPO).build());
        int elsewhere = (home + 1) % Story.PARTITIONS;

        assertDeniedInPseudoDomain(key, home, null, Reason.MALFORMED);
        assertDeniedInPseudoDomain(key, home, new byte[Sizes.REQUEST_VALUE + 1], Reason.MALFORMED);
        assertDeniedInPseudoDomain(null, 2, request, Reason.MALFORMED);
        assertDeniedInPseudoDomain(new byte[] {(byte) 0xff}, 2, request, Reason.MALFORMED);
        assertDeniedInPseudoDomain(key, elsewhere, request, Reason.MISROUTED);
    }

    @Test
    void leavesWhatAKnownAgentSignedInItsDomainWhateverItIs() {
        story.happen(EventKind.REQUEST, Story.DOMAIN, new byte[] {1, 2, 3});

        Decision decision = story.lastDecision();
        assertThat(decision.getReason()).isEqualTo(Reason.MALFORMED);
        assertThat(decision.getDomain()).isEqualTo(Story.DOMAIN);
        assertThat(decision.getAuthenticatedBy()).isEqualTo("hmac-1.aeonbyte");
    }

    @Test
    void givesAnInventedDomainNoStateOfItsOwn() {
        CapabilityRequest.Builder request =
                story.aRequest("github", "repos.get", REPO).setDomain("invented");

        Decision decision = story.ask(request);

        assertThat(decision.getReason()).isEqualTo(Reason.NO_POLICY);
        assertThat(decision.getDomain()).startsWith("_p");
        assertThat(story.state.domain("invented")).isEqualTo(DomainState.NEW);
    }

    @Test
    void numbersTheEntriesOfADomainWithoutGaps() {
        for (int i = 0; i < 40; i++) {
            story.ask("github", "repos.get", REPO);
        }

        assertThat(story.journal())
                .extracting(JournalEntry::getSeq)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 41).boxed().toList());
    }

    @Test
    void neverLetsTimeRunBackwards() {
        story.ask("github", "repos.get", REPO);
        story.after(Duration.ofSeconds(-30));

        Decision decision = story.ask("github", "repos.get", REPO);

        assertThat(decision.getDecidedAt()).isEqualTo(story.now().plusSeconds(30));
    }

    private void assertDeniedInPseudoDomain(byte[] key, int partition, byte[] value, Reason reason) {
        story.happen(EventKind.REQUEST, key, partition, value);

        Decision decision = story.lastDecision();
        assertThat(decision.getOutcome()).isEqualTo(Outcome.DENIED);
        assertThat(decision.getReason()).isEqualTo(reason);
        assertThat(decision.getDomain()).isEqualTo("_p" + partition);
        assertThat(decision.getRequestId()).isNull();
        assertThat(decision.getRequestCoordinates().getPartition()).isEqualTo(partition);
    }
}
