// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.ApprovalRequirement;
import dev.seks.schemas.record.ApproverGroup;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Escalation;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.JournalOutcome;
import dev.seks.schemas.record.LimitUse;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.RuleReference;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.schemas.wire.WireException;
import dev.seks.tests.invariant.Story.Asked;
import dev.seks.tests.invariant.Story.Decided;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each invariant against a log in which it is broken; the clean log against all. */
class InvariantCheckerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Story story = new Story();

    @BeforeEach
    void activatePolicy() {
        story.activate();
    }

    @Test
    void findsNothingInACleanLog() {
        Decided allowed = story.run("allowed");
        story.deny(story.ask("denied"), Reason.DENIED_BY_RULE);
        story.deny(story.garbage(), Reason.MALFORMED);
        approved("approved");
        Asked refused = story.ask("refused");
        story.pend(refused);
        story.conclude(refused, story.verdict(refused, "grace", VerdictChoice.DENY), Outcome.DENIED);
        Decided lapsed = story.allow(story.ask("lapsed"));
        story.result(lapsed, ExecutionStatus.LAPSED);
        story.repeat(again(allowed), allowed.decision().getSeq(), Outcome.APPROVED);
        story.activate();
        story.run("under the new policy");

        InvariantChecker checker = InvariantChecker.of(story.log())
                .quiescent()
                .withCalls(Map.of(allowed.decision().getRequestDigest(), 1))
                .withSecrets(List.of("hunter2hunter2"));

        assertThat(checker.findings()).isEmpty();
        checker.requireNoFinding();
    }

    @Test
    void findsNothingInAnEmptyLog() {
        assertThat(InvariantChecker.of(new Story().log()).quiescent().findings())
                .isEmpty();
    }

    @Test
    void saysWhatAndWhere() {
        Decided decided = story.run("twice");
        story.claim(decided);

        assertThatThrownBy(() -> InvariantChecker.of(story.log()).requireNoFinding())
                .isInstanceOf(AssertionError.class)
                .hasMessage("2 findings:\n"
                        + "I3 domain acme seq 2 (t.claims-0@1): the same request was claimed before at t.claims-0@0\n"
                        + "I3 domain acme seq 2 (t.claims-0@1): the same seq was claimed before at t.claims-0@0");
    }

    @Test
    void findsWhatNobodyCanRead() {
        story.topics.append(Topic.JOURNAL, new byte[] {1, 2, 3});

        assertFound("I0", "unreadable");
    }

    @Nested
    class ClaimsFollowApproval {
        @Test
        void findsAClaimOfADeniedRequest() {
            story.claim(story.deny(story.ask("a"), Reason.NO_RULE));

            assertFound("I1", "claimed without an APPROVED decision");
        }

        @Test
        void findsAClaimOfOtherBytes() {
            Decided decided = story.allow(story.ask("a"));
            story.topics.append(
                    Topic.CLAIMS,
                    story.claimOf(decided).setRequestDigest(Digest.of("other")).build());

            assertFound("I1", "claimed without an APPROVED decision");
        }

        @Test
        void findsAClaimBeforeTheApproval() {
            Decided decided = story.run("a");
            RawRecord raw = decided.raw();
            story.topics.replace(
                    raw,
                    new RawRecord(
                            raw.topic(),
                            raw.partition(),
                            raw.offset(),
                            story.topics.now(),
                            raw.key(),
                            raw.value(),
                            raw.headers()));

            assertFound("I1", "claimed before it was approved");
        }

        @Test
        void findsApprovedBytesThatAreNotThoseOfTheDigest() {
            Asked asked = story.ask("a");
            Decision.Builder forged = story.decision(asked, Outcome.APPROVED, Reason.ALLOWED_BY_RULE)
                    .setRequest(ByteBuffer.wrap(new byte[] {1}));
            story.claim(story.decide(asked, asked.raw(), EventKind.REQUEST, forged));

            assertFound("I1", "the approved bytes are not those of the digest");
        }

        @Test
        void findsAClaimThatNamesAnotherDecision() {
            Decided decided = story.allow(story.ask("a"));
            story.topics.append(
                    Topic.CLAIMS, story.claimOf(decided).setDecisionOffset(77).build());

            assertFound("I1", "names decision 77");
        }

        @Test
        void findsAResultOfACallThatWasNeverClaimed() {
            story.result(story.allow(story.ask("a")), ExecutionStatus.FAILED);

            assertFound("I1", "never claimed ended as FAILED");
        }

        @Test
        void findsACallOnTheWireThatWasNeverClaimed() {
            Decided decided = story.allow(story.ask("a"));

            assertFound(
                    InvariantChecker.of(story.log())
                            .withCalls(Map.of(decided.decision().getRequestDigest(), 1)),
                    "I1",
                    "called 1 times on the wire and never claimed");
        }
    }

    @Nested
    class PeopleApprove {
        @Test
        void findsAnApprovalWithoutAnyVerdict() {
            Asked asked = story.ask("a");
            Decided pending = story.pend(asked);
            story.conclude(asked, pending.entry(), Outcome.APPROVED);

            assertFound("I2", "APPROVED with 0 valid approvals, needs 1");
        }

        @Test
        void findsAnApprovalShortOfItsQuorum() {
            story.quorum = 2;
            Asked asked = story.ask("a");
            story.pend(asked);
            story.conclude(asked, story.verdict(asked, "ada", VerdictChoice.APPROVE), Outcome.APPROVED);

            assertFound("I2", "APPROVED with 1 valid approvals, needs 2");
        }

        @Test
        void findsOnePersonCountedTwice() {
            story.quorum = 2;
            Asked asked = story.ask("a");
            story.pend(asked);
            story.note(story.verdict(asked, "ada", VerdictChoice.APPROVE));
            story.conclude(asked, story.verdict(asked, "ada", VerdictChoice.APPROVE), Outcome.APPROVED);

            assertFound("I2", "APPROVED with 1 valid approvals, needs 2");
        }

        @Test
        void findsOnePersonInTwoSeats() {
            story.groups = List.of(
                    new ApproverGroup("owners", List.of("ada", "grace")),
                    new ApproverGroup("security", List.of("lin")));
            story.requirements = List.of(new ApprovalRequirement(List.of("owners", "security"), 2, null));
            story.quorum = 2;
            Asked asked = story.ask("a");
            story.pend(asked);
            story.note(story.verdict(asked, "ada", VerdictChoice.APPROVE));
            story.conclude(asked, story.verdict(asked, "grace", VerdictChoice.APPROVE), Outcome.APPROVED);

            assertFound("I2", "people who do not fill every seat");
        }

        @Test
        void acceptsWhoWasAskedLaterOnceTheyWere() {
            askLater(true);

            assertThat(InvariantChecker.of(story.log()).findings()).isEmpty();
        }

        @Test
        void findsWhoWasToBeAskedLaterBeforeTheyWere() {
            askLater(false);

            assertFound("I2", "people who do not fill every seat");
        }

        private void askLater(boolean done) {
            story.groups = List.of(
                    new ApproverGroup("owners", List.of("ada", "grace")), new ApproverGroup("leads", List.of("lin")));
            story.requirements = List.of(new ApprovalRequirement(
                    List.of("owners"),
                    1,
                    new Escalation(List.of("leads"), Instant.parse("2026-01-01T00:00:00Z"), done)));
            Asked asked = story.ask("a");
            story.pend(asked);
            story.conclude(asked, story.verdict(asked, "lin", VerdictChoice.APPROVE), Outcome.APPROVED);
        }

        @Test
        void acceptsAQuorumOfTwoPeople() {
            story.quorum = 2;
            Asked asked = story.ask("a");
            story.pend(asked);
            story.note(story.verdict(asked, "ada", VerdictChoice.APPROVE));
            story.conclude(asked, story.verdict(asked, "grace", VerdictChoice.APPROVE), Outcome.APPROVED);

            assertThat(InvariantChecker.of(story.log()).findings()).isEmpty();
        }

        @Test
        void findsAVerdictOfSomebodyWhoWasNotAsked() {
            Asked asked = story.ask("a");
            story.pend(asked);
            story.conclude(asked, story.verdict(asked, "mallory", VerdictChoice.APPROVE), Outcome.APPROVED);

            assertFound("I2", "APPROVED with 0 valid approvals, needs 1");
        }

        @Test
        void findsAnAgentThatApprovesItself() {
            story.people = List.of(Story.AGENT);
            Asked asked = story.ask("a");
            story.pend(asked);
            story.conclude(asked, story.verdict(asked, Story.AGENT, VerdictChoice.APPROVE), Outcome.APPROVED);

            assertFound("I2", "APPROVED with 0 valid approvals, needs 1");
        }

        @Test
        void findsAVerdictAboutOtherBytes() {
            Asked asked = story.ask("a");
            story.pend(asked);
            RawRecord verdict = story.verdict(asked, "ada", VerdictChoice.APPROVE, Digest.of("other"));
            story.conclude(asked, verdict, Outcome.APPROVED);

            assertFound("I2", "APPROVED with 0 valid approvals, needs 1");
        }

        @Test
        void findsAVerdictAfterExpiry() {
            Asked asked = story.ask("a");
            story.pend(asked);
            story.topics.pass(Story.EXPIRY);
            story.conclude(asked, story.verdict(asked, "ada", VerdictChoice.APPROVE), Outcome.APPROVED);

            assertFound("I2", "APPROVED with 0 valid approvals, needs 1");
            assertFound("I2", "APPROVED at or after the expiry");
        }

        @Test
        void findsAVerdictThatCameAfterTheDecision() {
            Asked asked = story.ask("a");
            Decided pending = story.pend(asked);
            story.conclude(asked, pending.entry(), Outcome.APPROVED);
            story.verdict(asked, "ada", VerdictChoice.APPROVE);

            assertFound("I2", "APPROVED with 0 valid approvals, needs 1");
        }

        @Test
        void findsAnApprovalDespiteADenial() {
            Asked asked = story.ask("a");
            story.pend(asked);
            story.note(story.verdict(asked, "grace", VerdictChoice.DENY));
            story.conclude(asked, story.verdict(asked, "ada", VerdictChoice.APPROVE), Outcome.APPROVED);

            assertFound("I2", "APPROVED although grace had denied it");
        }

        @Test
        void findsAnApprovalDespiteADenialOfSomebodyWhoHadApproved() {
            Asked asked = story.ask("a");
            story.pend(asked);
            story.note(story.verdict(asked, "grace", VerdictChoice.APPROVE));
            story.note(story.verdict(asked, "grace", VerdictChoice.DENY));
            story.conclude(asked, story.verdict(asked, "ada", VerdictChoice.APPROVE), Outcome.APPROVED);

            assertFound("I2", "APPROVED although grace had denied it");
        }

        @Test
        void findsAnApprovalRulePassedOver() {
            Asked asked = story.ask("a");
            Decision.Builder straight = story.decision(asked, Outcome.APPROVED, Reason.ALLOWED_BY_RULE)
                    .setRules(List.of(new RuleReference(Story.ASKS, "policy.yaml", 3)));
            story.decide(asked, asked.raw(), EventKind.REQUEST, straight);

            assertFound("I2", "without ever having been PENDING");
        }

        @Test
        void findsAnApprovalByPeopleWhoWereNeverAsked() {
            Asked asked = story.ask("a");
            story.conclude(asked, asked.raw(), Outcome.APPROVED);

            assertFound("I2", "APPROVED_BY_PEOPLE without ever having been PENDING");
        }
    }

    @Nested
    class RequestsRunOnce {
        @Test
        void findsASecondClaim() {
            story.claim(story.run("a"));

            assertFound("I3", "the same request was claimed before");
        }

        @Test
        void findsASecondCall() {
            Decided decided = story.run("a");

            assertFound(
                    InvariantChecker.of(story.log())
                            .withCalls(Map.of(decided.decision().getRequestDigest(), 2)),
                    "I3",
                    "called 2 times on the wire");
        }
    }

    @Nested
    class RequestsEndOnce {
        @Test
        void findsARequestThatNobodyDecided() {
            story.ask("a");

            assertThat(InvariantChecker.of(story.log()).findings()).isEmpty();
            assertFound("I4", "never decided");
        }

        @Test
        void findsGarbageThatNobodyDecided() {
            story.garbage();

            assertFound("I4", "never decided");
        }

        @Test
        void findsASecondEntry() {
            Asked asked = story.ask("a");
            story.deny(asked, Reason.NO_RULE);
            story.deny(asked, Reason.NO_RULE);

            assertFound("I4", "a second entry about t.requests-0@0");
            assertFound("I9", "has the entry 2 already");
        }

        @Test
        void findsAnEntryWithoutItsDecision() {
            Decided decided = story.deny(story.ask("a"), Reason.NO_RULE);
            story.topics.remove(decided.raw());

            assertFound("I4", "0 first decisions about t.requests-0@0, expected 1");
            assertFound("I4", "holds a decision that was never published");
        }

        @Test
        void findsADecisionOutsideTheJournal() {
            Asked asked = story.ask("a");
            Decided decided = story.allow(asked);
            story.topics.append(
                    Topic.DENIED,
                    story.decision(asked, Outcome.DENIED, Reason.NO_RULE)
                            .setSeq(decided.decision().getSeq())
                            .build());

            assertFound("I4", "a decision that the journal does not hold");
            assertFound("I4", "2 first decisions");
            assertFound("I4", "decided again");
        }

        @Test
        void findsTheSameDecisionPublishedTwice() {
            Decided decided = story.run("a");
            story.topics.append(Topic.APPROVED, decided.decision());

            assertFound("I4", "published twice");
        }

        @ParameterizedTest
        @ValueSource(strings = {"reason", "limits", "outcomes", "rule"})
        void findsAJournalThatTellsOtherwise(String field) {
            Decided decided = story.run("a");
            Object other = switch (field) {
                case "reason" -> Reason.ALLOWED_BY_GRANT;
                case "limits" -> List.of(new LimitUse("x", "", 0L, 1L, 1L, 1L));
                case "rule" -> "another";
                default ->
                    List.of(new JournalOutcome(
                            "a",
                            Story.AGENT,
                            decided.decision().getRequestDigest(),
                            Outcome.DENIED,
                            Reason.NO_RULE,
                            null));
            };
            replaceEntry(decided, entryWith(decided, field, other));

            assertFound("I4", "differs from what the journal says at t.journal-0@1");
        }

        @Test
        void findsADecisionAboutNothing() {
            Asked asked = story.ask("a");
            story.deny(asked, Reason.NO_RULE);
            story.topics.remove(asked.raw());

            assertFound("I4", "a decision about a request that is not in the log");
        }

        @Test
        void findsADecisionAboutOtherBytes() {
            Asked asked = story.ask("a");
            Decision.Builder other =
                    story.decision(asked, Outcome.DENIED, Reason.NO_RULE).setRequestDigest(Digest.of("other"));
            story.decide(asked, asked.raw(), EventKind.REQUEST, other);

            assertFound("I4", "decides other bytes");
        }

        @Test
        void findsADecisionInTheWrongTopic() {
            Decided decided = story.deny(story.ask("a"), Reason.NO_RULE);
            story.topics.append(Topic.APPROVED, decided.raw().value());

            assertFound("I4", "DENIED in the wrong topic");
        }

        @Test
        void findsARequestThatWaitsForEver() {
            story.pend(story.ask("a"));

            assertFound("I4", "still PENDING");
        }

        @Test
        void findsAnApprovedRequestWithoutResult() {
            story.claim(story.allow(story.ask("a")));

            assertFound("I4", "APPROVED and without a result");
        }

        @Test
        void findsASecondResult() {
            story.result(story.run("a"), ExecutionStatus.OUTCOME_UNKNOWN);

            assertFound("I4", "a second result");
        }

        @Test
        void takesALateNoteForNoResult() {
            Decided noted = story.allow(story.ask("a"));
            story.claim(noted);
            story.lateNote(noted, ExecutionStatus.SUCCEEDED);
            assertFound("I4", "APPROVED and without a result");
            assertFound("I4", "a late note beside no result");

            story.result(noted, ExecutionStatus.OUTCOME_UNKNOWN);
            story.lateNote(noted, ExecutionStatus.SUCCEEDED);

            assertThat(InvariantChecker.of(story.log()).quiescent().findings()).isEmpty();
        }

        @Test
        void findsAResultOfADeniedRequest() {
            story.result(story.deny(story.ask("a"), Reason.NO_RULE), ExecutionStatus.REFUSED);

            assertFound("I4", "DENIED and yet it has a result");
        }

        @Test
        void findsARequestApprovedAfterItWasDenied() {
            Asked asked = story.ask("a");
            story.pend(asked);
            story.conclude(asked, story.verdict(asked, "grace", VerdictChoice.DENY), Outcome.DENIED);
            story.conclude(asked, story.verdict(asked, "ada", VerdictChoice.APPROVE), Outcome.APPROVED);

            assertFound("I4", "decided again");
        }

        @Test
        void findsARepeatThatWasDecidedAnew() {
            Decided first = story.run("a");
            Asked again = again(first);
            story.repeat(again, first.decision().getSeq(), Outcome.APPROVED);
            story.topics.append(
                    Topic.APPROVED,
                    story.decision(again, Outcome.APPROVED, Reason.ALLOWED_BY_RULE)
                            .setSeq(first.decision().getSeq() + 1)
                            .build());

            assertFound("I4", "a decision of its own for a repeat");
        }

        @Test
        void findsARepeatOfNothing() {
            story.repeat(story.ask("a"), 1, Outcome.APPROVED);

            assertFound("I4", "a repeat of seq 1, where no such request was answered before");
        }
    }

    @Nested
    class LimitsHold {
        private static final long MINUTE_MS = 60_000;

        @Test
        void findsAWindowOverItsMaximum() {
            for (int used = 0; used < 3; used++) {
                story.limits = List.of(limit(used, 2));
                story.allow(story.ask("a" + used));
            }

            assertFoundNow("I5", "admits 3 within 60000 ms, at most 2");
        }

        @Test
        void findsACounterThatForgets() {
            for (int i = 0; i < 3; i++) {
                story.limits = List.of(limit(0, 10));
                story.allow(story.ask("a" + i));
            }

            assertFoundNow("I5", "says 0 used, the log shows 1");
        }

        @Test
        void acceptsAWindowThatHasMovedOn() {
            story.limits = List.of(limit(0, 1));
            story.allow(story.ask("a"));
            story.topics.pass(Duration.ofMillis(MINUTE_MS).minus(SECOND));
            story.allow(story.ask("b"));

            assertThat(InvariantChecker.of(story.log()).findings()).isEmpty();
        }

        @Test
        void findsAnAdmissionOneMillisecondTooEarly() {
            story.limits = List.of(limit(0, 1));
            story.allow(story.ask("a"));
            story.topics.pass(Duration.ofMillis(MINUTE_MS).minus(SECOND).minusMillis(1));
            story.allow(story.ask("b"));

            assertFoundNow("I5", "admits 2 within 60000 ms, at most 1");
        }

        @Test
        void countsPendingRequestsAndNoDenials() {
            story.limits = List.of(limit(0, 1));
            story.pend(story.ask("a"));
            story.limits = List.of(limit(1, 1));
            story.deny(story.ask("b"), Reason.RATE_LIMITED);

            assertThat(InvariantChecker.of(story.log()).findings()).isEmpty();

            story.allow(story.ask("c"));
            assertFoundNow("I5", "admits 2 within 60000 ms, at most 1");
        }

        @Test
        void findsMoreWaitingThanThePolicyLets() {
            story.policy = "defaults: { max_open_approvals: 2 }";
            story.activate();
            story.pend(story.ask("a"));
            Asked second = story.ask("b");
            story.pend(second);
            story.conclude(second, story.verdict(second, "grace", VerdictChoice.DENY), Outcome.DENIED);
            story.pend(story.ask("c"));

            assertThat(InvariantChecker.of(story.log()).findings()).isEmpty();

            story.pend(story.ask("d"));
            assertFoundNow("I5", "3 requests of aeonbyte wait, at most 2");
        }

        @Test
        void countsEachAgentAlone() {
            story.policy = "defaults: { max_open_approvals: 1 }";
            story.activate();
            story.pend(story.ask("a"));
            story.agent = "other";
            story.pend(story.ask("b"));

            assertThat(InvariantChecker.of(story.log()).findings()).isEmpty();
        }

        @Test
        void countsFiftyWhereThePolicySaysNothing() {
            for (int i = 0; i < 51; i++) {
                story.pend(story.ask("a" + i));
            }

            assertFoundNow("I5", "51 requests of aeonbyte wait, at most 50");
        }

        @Test
        void countsAWindowAcrossAChangeOfItsName() {
            story.limits = List.of(limit(0, 2));
            story.allow(story.ask("a"));
            story.limits = List.of(
                    new LimitUse("agents.aeonbyte.rate_limits.x", Story.AGENT, 1L, 2L, MINUTE_MS, 1L), limit(1, 1));
            story.allow(story.ask("b"));

            assertFoundNow("I5", "admits 2 within 60000 ms, at most 1");
        }

        @Test
        void weighsAnAdmissionByWhatTheCatalogueSaysItCosts() {
            story.catalogue = List.of(new BundleFile("github.yaml", """
                    service: github
                    base_url: https://forge.example
                    actions:
                      repos.create: { summary: go, effect: write, http: POST /go, cost: { usd: 0.5 } }
                    """));
            story.activate();
            story.limits = List.of(budget(0, 1_000_000, 500_000));
            story.allow(story.ask("a"));
            story.limits = List.of(budget(500_000, 1_000_000, 500_000));
            story.allow(story.ask("b"));
            assertThat(InvariantChecker.of(story.log()).findings()).isEmpty();

            story.limits = List.of(budget(1_000_000, 1_000_000, 1));
            story.allow(story.ask("c"));

            assertFoundNow("I5", "counts 1, expected 500000");
        }

        @Test
        void findsABudgetThatIsOverspent() {
            story.limits = List.of(new LimitUse("b", "usd/global", 0L, 0L, MINUTE_MS, 1L));
            story.allow(story.ask("a"));

            assertFoundNow("I5", "admits 1 within 60000 ms, at most 0");
        }

        private LimitUse budget(long used, long max, long weight) {
            return new LimitUse("budgets.global.usd_per_minute", "usd/global", used, max, MINUTE_MS, weight);
        }

        private LimitUse limit(long used, long max) {
            return new LimitUse("rate_limits.per_agent.requests_per_minute", Story.AGENT, used, max, MINUTE_MS, 1L);
        }
    }

    @Nested
    class SecretsStayOut {
        private static final String SECRET = "s3cr3t/tok\u00e9n+w\"ith=signs";

        @ParameterizedTest
        @ValueSource(strings = {"", "x", "xy", "xyz", "{\"token\":\""})
        void findsThemInAnyCommonEncoding(String before) {
            byte[] plain = (before + SECRET + "...").getBytes(StandardCharsets.UTF_8);

            assertHeld(plain);
            assertHeld(Base64.getEncoder().encode(plain));
            assertHeld(Base64.getUrlEncoder().withoutPadding().encode(plain));
            assertHeld(HexFormat.of().formatHex(plain).getBytes(StandardCharsets.UTF_8));
            assertHeld(HexFormat.of().withUpperCase().formatHex(plain).getBytes(StandardCharsets.UTF_8));
            assertHeld(
                    URLEncoder.encode(before + SECRET, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
        }

        /** The second secret used to push the first out of the search. */
        @Test
        void findsEachOfSeveral() {
            byte[] value = SECRET.getBytes(StandardCharsets.UTF_8);
            RawRecord message = new RawRecord("t.x", 0, 0, story.topics.now(), null, value, List.of());

            assertThat(InvariantChecker.of(Log.of(story.log().topics(), List.of(), List.of(message)))
                            .withSecrets(List.of(SECRET, "another-secret"))
                            .findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.sentence()).contains("number 1"));
        }

        @Test
        void findsThemInKeysAndHeaders() {
            byte[] plain = SECRET.getBytes(StandardCharsets.UTF_8);
            RawRecord key = new RawRecord("t.requests", 0, 90, story.topics.now(), plain, null, List.of());
            RawRecord header = new RawRecord("t.requests", 0, 91, story.topics.now(), null, null, List.of(plain));

            assertThat(findings(key)).hasSize(1);
            assertThat(findings(header)).hasSize(1);
        }

        @Test
        void findsNothingInOtherText() {
            byte[] other = SECRET.substring(1).getBytes(StandardCharsets.UTF_8);

            assertThat(findings(new RawRecord("t.x", 0, 0, story.topics.now(), null, other, List.of())))
                    .isEmpty();
        }

        @Test
        void refusesSecretsThatWouldBeFoundByAccident() {
            assertThatThrownBy(() -> InvariantChecker.of(story.log())
                            .withSecrets(List.of("short"))
                            .findings())
                    .isInstanceOf(IllegalArgumentException.class);
        }

        private void assertHeld(byte[] value) {
            RawRecord message = new RawRecord("changelog", 0, 9, story.topics.now(), null, value, List.of());

            assertThat(findings(message))
                    .as(new String(value, StandardCharsets.UTF_8))
                    .anySatisfy(finding -> assertThat(finding.toString())
                            .startsWith("I6 (changelog-0@9): holds a secret")
                            .doesNotContain("s3cr3t"));
        }

        private List<Finding> findings(RawRecord message) {
            Log clean = story.log();
            return InvariantChecker.of(Log.of(clean.topics(), List.of(), List.of(message)))
                    .withSecrets(List.of(SECRET))
                    .findings();
        }
    }

    @Nested
    class JournalHasNoGaps {
        @Test
        void findsAGap() {
            story.skipSeq();
            story.run("a");

            assertFound("I9", "seq 3, expected 2");
        }

        @Test
        void findsALostEntry() {
            Decided decided = story.run("a");
            story.run("b");
            story.topics.remove(decided.entry());

            assertFound("I9", "seq 3, expected 2");
        }

        @Test
        void findsARepeatedEntry() {
            Decided decided = story.run("a");
            story.topics.append(Topic.JOURNAL, decided.entry().value());

            assertFound("I9", "seq 2, expected 3");
        }

        @Test
        void findsTimeRunningBack() {
            Decided decided = story.run("a");
            JournalEntry early = entryWith(decided, "at", story.topics.now().minusSeconds(100));
            replaceEntry(decided, early);

            assertFound("I9", "runs back behind");
        }

        @Test
        void findsADomainOutsideItsPartition() {
            Decided decided = story.run("a");
            replaceEntry(decided, entryWith(decided, "domain", "_p1"));

            assertFound("I9", "stands outside its domain's partition 1");
        }
    }

    @Nested
    class NewestPolicyCounts {
        @Test
        void findsADecisionUnderAnOlderPolicy() {
            story.activate();
            story.cited = 1;
            story.run("a");

            assertFound("I11", "cites policy 1, 2 was in force before");
        }

        @Test
        void findsAnApprovalUnderNoPolicy() {
            Asked asked = story.ask("a");
            story.decide(
                    asked,
                    asked.raw(),
                    EventKind.REQUEST,
                    story.decision(asked, Outcome.APPROVED, Reason.ALLOWED_BY_RULE)
                            .setPolicyVersion(null));

            assertFound("I11", "APPROVED under no policy");
        }

        @Test
        void findsABundleThatNobodyPublished() {
            Asked asked = story.ask("a");
            story.decide(
                    asked,
                    asked.raw(),
                    EventKind.REQUEST,
                    story.decision(asked, Outcome.APPROVED, Reason.ALLOWED_BY_RULE)
                            .setBundleDigest(Digest.of("other")));

            assertFound("I11", "cites a bundle 1 that was never published");
        }

        @Test
        void findsAPolicyThatFallsBack() {
            story.activate();
            Decided decided = story.run("a");
            replaceEntry(decided, entryWith(decided, "policyVersion", 1));

            assertFound("I11", "policy 1 in force, after 2");
        }

        @Test
        void findsAPolicyInForceWithoutABundle() {
            Decided decided = story.run("a");
            replaceEntry(decided, entryWith(decided, "policyVersion", 9));

            assertFound("I11", "policy 9 came into force without a bundle");
        }
    }

    private void approved(String id) {
        Asked asked = story.ask(id);
        story.pend(asked);
        Decided approved = story.conclude(asked, story.verdict(asked, "ada", VerdictChoice.APPROVE), Outcome.APPROVED);
        story.claim(approved);
        story.result(approved, ExecutionStatus.SUCCEEDED);
    }

    /** The same bytes once more. */
    private Asked again(Decided first) {
        byte[] bytes = new byte[first.decision().getRequest().remaining()];
        first.decision().getRequest().duplicate().get(bytes);
        RawRecord raw = story.topics.append(Topic.REQUESTS, bytes);
        try {
            return new Asked(raw, Codecs.of(SchemaIds.builtIn()).request().decode(bytes));
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    /** The entry of a decision with one field otherwise. */
    private static JournalEntry entryWith(Decided decided, String field, Object value) {
        try {
            JournalEntry entry = Codecs.of(SchemaIds.builtIn())
                    .journal()
                    .decode(decided.entry().value());
            entry.put(entry.getSchema().getField(field).pos(), value);
            return entry;
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private void replaceEntry(Decided decided, JournalEntry other) {
        RawRecord raw = decided.entry();
        story.topics.replace(
                raw,
                new RawRecord(
                        raw.topic(),
                        raw.partition(),
                        raw.offset(),
                        raw.appendTime(),
                        raw.key(),
                        story.topics.encode(other),
                        raw.headers()));
    }

    private void assertFound(String invariant, String words) {
        assertFound(InvariantChecker.of(story.log()).quiescent(), invariant, words);
    }

    private void assertFoundNow(String invariant, String words) {
        InvariantChecker checker = InvariantChecker.of(story.log());
        assertFound(checker, invariant, words);
        assertThat(checker.findings())
                .allSatisfy(finding -> assertThat(finding.invariant()).isEqualTo(invariant));
    }

    private static void assertFound(InvariantChecker checker, String invariant, String words) {
        assertThat(checker.findings())
                .anySatisfy(finding -> assertThat(finding.toString())
                        .startsWith(invariant + " ")
                        .contains(words));
    }
}
