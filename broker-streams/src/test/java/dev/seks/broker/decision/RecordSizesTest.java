// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.broker.policy.ApprovalTerms;
import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.GrantAsk;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.topic.Sizes;
import dev.seks.schemas.topic.Topic;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Nothing that a policy can say makes a decision that its topic does not take: the broker would not get past it, and with it
 * would stop every domain of the partition.
 */
class RecordSizesTest {
    private static final String LARGEST = "{\"name\":\"x\"" + " ".repeat(Sizes.PARAMS - 12) + "}";
    private static final String LONGEST_COMMENT = "あ".repeat(VerdictDecider.MAX_COMMENT_LENGTH);
    private static final int PEOPLE = 1_000;
    private static final int GROUPS = 2 * Approvals.MAX_GROUPS;
    private static final int OF_GROUP = 100;

    @Test
    void aRequestOfEverybodyFitsHoweverManyHaveAnswered() {
        Story story = Story.withPolicy(people() + groups() + agents(rules()) + limits());
        Decision pending = story.ask(story.aRequest("github", "repos.create", LARGEST)
                .setReason("あ".repeat(Intake.MAX_REASON_LENGTH))
                .setGrant(new GrantAsk(List.of("repos.create"), null, 600_000L, 5)));
        assertThat(pending.getOutcome()).as(pending.getExplanation()).isEqualTo(Outcome.PENDING);

        // the people of two groups say nothing, so that all others wait for them
        for (int person = OF_GROUP; person < PEOPLE; person++) {
            story.give(story.verdict(pending, person(person), VerdictChoice.APPROVE)
                    .setComment(LONGEST_COMMENT)
                    .setEvidence(Map.of(
                            "issuer", "i".repeat(Voucher.MAX_LENGTH), "subject", "s".repeat(Voucher.MAX_LENGTH))));
        }
        story.say(pending, person(0), VerdictChoice.APPROVE);
        story.say(pending, person(1), VerdictChoice.APPROVE);

        assertThat(story.lastDecision().getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(story.lastDecision().getGrant().getPeople()).hasSizeGreaterThan(PEOPLE / 2);
        assertThat(story.published.get(Topic.PENDING)).hasSizeGreaterThan(PEOPLE / 2);
        for (Topic topic : List.of(Topic.PENDING, Topic.APPROVED)) {
            assertThat(story.published.get(topic))
                    .allSatisfy(value -> assertThat(value).hasSizeLessThan(Sizes.DECISION_RECORD));
        }
    }

    @Test
    void keepsTheLastCommentsAndWhoVouchedForAsManyAsAQuorumCanBe() {
        Story story = Story.withPolicy(people() + "groups: { a: [" + people(0) + "], b: [" + people(OF_GROUP) + "] }\n"
                + agents(List.of("approvers: [a, b]")));
        Decision pending = story.ask("github", "repos.create", "{\"name\":\"site\"}");

        for (int person = 0; person < 20; person++) {
            story.give(story.verdict(pending, person(person), VerdictChoice.APPROVE)
                    .setComment("fine")
                    .setEvidence(Map.of("issuer", "https://idp.example", "subject", "s" + person)));
        }

        assertThat(story.lastDecision().getApproval().getVerdicts())
                .hasSize(20)
                .allSatisfy(given -> assertThat(given.getIssuer()).isEqualTo("https://idp.example"))
                .filteredOn(given -> given.getComment() != null)
                .hasSize(VerdictDecider.MOST_COMMENTS)
                .last()
                .satisfies(given -> assertThat(given.getPerson()).isEqualTo(person(19)));
    }

    @Test
    void deniesWhatIsAskedForInMoreWaysThanAnApprovalHolds() {
        Story story = Story.withPolicy(people()
                + groups()
                + agents(IntStream.rangeClosed(1, ApprovalTerms.MAX_REQUIREMENTS + 1)
                        .mapToObj(quorum -> "approvers: " + group(0) + ", quorum: " + quorum)
                        .toList()));

        Decision decision = story.ask("github", "repos.create", "{\"name\":\"site\"}");

        assertThat(decision.getReason()).isEqualTo(Reason.NO_APPROVER);
        assertThat(decision.getExplanation()).contains("in more than " + ApprovalTerms.MAX_REQUIREMENTS + " ways");
    }

    /** As many rules as an approval holds, each with as many groups as a rule names and as many to escalate to. */
    private static List<String> rules() {
        return IntStream.range(0, ApprovalTerms.MAX_REQUIREMENTS)
                .mapToObj(rule -> "approvers: [" + eight(rule % 2 * 8) + "], quorum: " + (8 + rule)
                        + ", expires_in: 1h, escalate: { after: 30m, to: [" + eight(Approvals.MAX_GROUPS + rule % 2 * 8)
                        + "] }")
                .toList();
    }

    private static String eight(int first) {
        return IntStream.range(first, first + 8)
                .mapToObj(RecordSizesTest::group)
                .collect(Collectors.joining(", "));
    }

    private static String agents(List<String> approvals) {
        return "agents:\n  aeonbyte:\n    services:\n      github:\n        require_approval:\n"
                + approvals.stream()
                        .map(approval -> "          - { action: \"*\", " + approval + " }\n")
                        .collect(Collectors.joining());
    }

    /** Patterns of every level, all of which match. */
    private static String limits() {
        String windows = "{ requests_per_second: 999, requests_per_minute: 999, requests_per_hour: 999,"
                + " requests_per_day: 999 }";
        String services = IntStream.range(0, 32)
                .mapToObj(i -> "    \"" + stars(i) + "github\": " + windows + "\n")
                .collect(Collectors.joining());
        String actions = IntStream.range(0, 32)
                .mapToObj(i -> "    \"" + stars(i) + ".repos.create\": " + windows + "\n")
                .collect(Collectors.joining());
        return "rate_limits:\n  per_service:\n" + services + "  per_action:\n" + actions;
    }

    /** Different patterns that all match {@code github}. */
    private static String stars(int number) {
        StringBuilder pattern = new StringBuilder("*");
        for (int bit = 0; bit < 5; bit++) {
            if ((number >> bit & 1) == 1) {
                pattern.append("github".charAt(bit)).append('*');
            }
        }
        return pattern.toString();
    }

    private static String groups() {
        return "groups:\n"
                + IntStream.range(0, GROUPS)
                        .mapToObj(group -> "  " + group(group) + ": [" + people(group * OF_GROUP % PEOPLE) + "]\n")
                        .collect(Collectors.joining());
    }

    private static String people() {
        return "version: 1\ndomain: " + Story.DOMAIN + "\npeople:\n"
                + IntStream.range(0, PEOPLE)
                        .mapToObj(person -> "  " + person(person) + ": {}\n")
                        .collect(Collectors.joining());
    }

    private static String people(int first) {
        return IntStream.range(first, first + OF_GROUP)
                .mapToObj(RecordSizesTest::person)
                .collect(Collectors.joining(", "));
    }

    private static String person(int number) {
        return longest("p" + number);
    }

    private static String group(int number) {
        return longest("g" + number);
    }

    private static String longest(String name) {
        return name + "_".repeat(Names.MAX_NAME_LENGTH - name.length());
    }
}
