// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.GrantAsk;
import dev.seks.schemas.record.GrantEnd;
import dev.seks.schemas.record.GrantEndCause;
import dev.seks.schemas.record.GrantMade;
import dev.seks.schemas.record.GrantOffer;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a grant lets an agent do, and above all what it does not. */
class GrantsTest {
    private static final Duration TEN = Duration.ofMinutes(10);

    private static final String CATALOGUE = """
            service: github
            base_url: https://forge.example
            actions:
              repos.get:
                { summary: "read {repo}", effect: read, http: "GET /repos/{repo}", params: { repo: { type: string, required: true } }, resource: "{repo}", returns: [name] }
              repos.edit:
                { summary: "edit {repo}", effect: write, http: "PATCH /repos/{repo}", params: { repo: { type: string, required: true }, text: { type: string, in: body } }, resource: "{repo}", returns: [name] }
              repos.note:
                { summary: "note {text}", effect: write, http: "POST /notes", params: { text: { type: string, required: true, in: body }, n: { type: integer, in: body } }, returns: [name] }
              repos.drop:
                { summary: "drop {repo}", effect: delete, http: "DELETE /repos/{repo}", params: { repo: { type: string, required: true } }, resource: "{repo}", returns: [name] }
              keys.mint:
                { summary: "mint {repo}", effect: credential, http: "POST /keys/{repo}", params: { repo: { type: string, required: true } }, resource: "{repo}", returns: [name] }
            """;

    private static final String HEAD = """
            version: 1
            defaults: { grants: { max_ttl: 10m, max_uses: 3 } }
            people: { ann: { name: Ann }, bob: { name: Bob }, cid: { name: Cid } }
            groups: { red: [ann, bob], blue: [bob, cid] }
            rate_limits: { per_agent: { requests_per_day: 40 } }
            agents:
              aeonbyte:
                owner: cid
                services:
                  github:
            """;

    private static final String ASKING = """
                    require_approval:
                      - { action: "repos.edit", approvers: [red] }
                      - { action: "repos.note", approvers: [red] }
            """;

    private final Story story = under(ASKING);

    private static Story under(String rules) {
        Story story = new Story();
        activate(story, 1, rules);
        return story;
    }

    private static void activate(Story story, int version, String rules) {
        activate(story, version, rules, CATALOGUE);
    }

    private static void activate(Story story, int version, String rules, String catalogue) {
        String other = "  other:\n    services:\n      github:\n" + ASKING;
        story.activate(
                version, HEAD + rules + other, List.of("ann"), List.of(new BundleFile("github.yaml", catalogue)));
        assertThat(story.lastEntry().getExplanation()).startsWith("policy version " + version + " is in force");
    }

    private Decision edit(String repo) {
        return story.ask("github", "repos.edit", "{\"repo\":\"" + repo + "\"}");
    }

    private Decision grantedBy(String... people) {
        Decision pending = edit("site");
        for (String person : people) {
            story.offer(pending, person, TEN, 2);
        }
        return story.lastDecision();
    }

    private static CapabilityRequest.Builder asking(Story story, String action, GrantAsk ask) {
        return story.aRequest("github", action, "{\"repo\":\"site\"}").setGrant(ask);
    }

    private static GrantAsk ask(String... actions) {
        return new GrantAsk(List.of(actions), "site", 300_000L, 2);
    }

    @Test
    void letsTheSameThroughThatAnApprovalOffered() {
        Decision given = grantedBy("ann");

        Decision next = edit("site");

        assertThat(given.getReason()).isEqualTo(Reason.APPROVED_BY_PEOPLE);
        assertThat(given.getGrant())
                .isEqualTo(
                        new GrantMade(List.of("repos.edit"), "site", story.now().plus(TEN), 2, List.of("ann")));
        assertThat(given.getGrantId()).isNull();
        assertThat(next.getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(next.getReason()).isEqualTo(Reason.ALLOWED_BY_GRANT);
        assertThat(next.getGrantId()).isEqualTo(given.getRequestDigest());
        assertThat(next.getRule()).isEqualTo("agents.aeonbyte.services.github.require_approval[0]");
        assertThat(next.getExplanation()).contains("(use 1 of 2)");
        assertThat(next.getExecuteWithinMs()).isEqualTo(120_000L);
        assertThat(next.getLimits()).hasSize(1);
    }

    @Test
    void coversNoOtherResourceActionOrAgent() {
        grantedBy("ann");

        assertThat(edit("sit").getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(edit("site2").getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(edit("*").getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(story.ask("github", "repos.note", "{\"text\":\"site\"}").getOutcome())
                .isEqualTo(Outcome.PENDING);
        assertThat(story.ask(story.aRequest("github", "repos.edit", "{\"repo\":\"site\"}")
                                .setAgent("other"))
                        .getOutcome())
                .isEqualTo(Outcome.PENDING);
        assertThat(story.ask("github", "repos.drop", "{\"repo\":\"site\"}").getReason())
                .isEqualTo(Reason.NO_RULE);
        assertThat(edit("site").getReason()).isEqualTo(Reason.ALLOWED_BY_GRANT);
    }

    @Test
    void coversTheSameParametersAloneWhereTheCatalogueNamesNoResource() {
        Decision pending = story.ask("github", "repos.note", "{\"text\":\"hello\", \"n\":1}");
        story.offer(pending, "ann", TEN, 3);

        assertThat(story.ask("github", "repos.note", "{ \"n\": 1, \"text\": \"hello\" }")
                        .getReason())
                .isEqualTo(Reason.ALLOWED_BY_GRANT);
        assertThat(story.ask("github", "repos.note", "{\"text\":\"hello\"}").getOutcome())
                .isEqualTo(Outcome.PENDING);
        assertThat(story.ask("github", "repos.note", "{\"text\":\"hello!\", \"n\":1}")
                        .getOutcome())
                .isEqualTo(Outcome.PENDING);
    }

    @Test
    void endsByUseAndByTime() {
        grantedBy("ann");
        assertThat(edit("site").getReason()).isEqualTo(Reason.ALLOWED_BY_GRANT);
        assertThat(edit("site").getReason()).isEqualTo(Reason.ALLOWED_BY_GRANT);
        assertThat(edit("site").getOutcome()).isEqualTo(Outcome.PENDING);

        grantedBy("bob");
        story.after(TEN.minusMillis(1));
        assertThat(edit("site").getReason()).isEqualTo(Reason.ALLOWED_BY_GRANT);
        story.after(Duration.ofMillis(1));
        assertThat(edit("site").getOutcome()).isEqualTo(Outcome.PENDING);
    }

    @Test
    void takesNoUseOfARequestThatALimitHoldsBackOrThatIsARepeat() {
        grantedBy("ann");
        CapabilityRequest request =
                story.aRequest("github", "repos.edit", "{\"repo\":\"site\"}").build();
        story.ask(request);
        story.ask(request);
        for (int used = 2; used < 40; used++) {
            story.ask("github", "repos.edit", "{\"repo\":\"other" + used + "\"}");
        }

        Decision held = edit("site");

        assertThat(held.getReason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(held.getGrantId()).isNull();
        assertThat(story.state.grants(Story.DOMAIN, "aeonbyte").grants())
                .extracting(Grant::used)
                .containsExactly(1);
    }

    @Test
    void endsWhenItIsRevoked() {
        Decision given = grantedBy("ann");

        story.revoke(given.getRequestDigest());

        assertThat(story.lastEntry().getGrantsEnded())
                .containsExactly(new GrantEnd(given.getRequestDigest(), "aeonbyte", GrantEndCause.REVOKED, "ann"));
        assertThat(story.lastEntry().getReason()).isNull();
        assertThat(edit("site").getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(story.state.holders(Story.DOMAIN, 10)).isEmpty();

        story.after(Duration.ofMillis(1)).revoke(given.getRequestDigest());
        assertThat(story.lastEntry().getGrantsEnded()).isNull();
        assertThat(story.lastEntry().getExplanation()).contains("no grant that holds has the id");
    }

    @Test
    void refusesAnOrderToRevokeThatNamesNoGrant() {
        grantedBy("ann");
        for (String id : new String[] {null, "", "abc", "0".repeat(63) + "G"}) {
            story.after(Duration.ofMillis(1)).revoke(id);
            assertThat(story.lastEntry().getReason()).isEqualTo(Reason.MALFORMED);
        }
        assertThat(edit("site").getReason()).isEqualTo(Reason.ALLOWED_BY_GRANT);
    }

    @Test
    void yieldsToAFreezeAndHoldsAfterIt() {
        grantedBy("ann");

        story.order(ControlKind.FREEZE, "aeonbyte", null, null);
        assertThat(edit("site").getReason()).isEqualTo(Reason.FROZEN);
        story.after(Duration.ofMillis(1)).order(ControlKind.UNFREEZE, "aeonbyte", null, null);
        story.order(ControlKind.FREEZE, null, "github", null);
        assertThat(edit("site").getReason()).isEqualTo(Reason.FROZEN);
        story.order(ControlKind.UNFREEZE, null, "github", null);

        assertThat(edit("site").getReason()).isEqualTo(Reason.ALLOWED_BY_GRANT);
    }

    @Test
    void yieldsToADenyWhoseConditionHolds() {
        Story conditional = under("""
                    deny: [ { action: "repos.edit", when: 'has(params.text) && params.text == \"x\"' } ]
            """ + ASKING);
        Decision pending = conditional.ask("github", "repos.edit", "{\"repo\":\"site\",\"text\":\"y\"}");
        conditional.offer(pending, "ann", TEN, 3);

        assertThat(conditional
                        .ask("github", "repos.edit", "{\"repo\":\"site\",\"text\":\"x\"}")
                        .getReason())
                .isEqualTo(Reason.DENIED_BY_RULE);
        assertThat(conditional
                        .ask("github", "repos.edit", "{\"repo\":\"site\",\"text\":\"z\"}")
                        .getReason())
                .isEqualTo(Reason.ALLOWED_BY_GRANT);
    }

    @Test
    void asksThosePeopleWhomAnotherRuleWants() {
        Story conditional = under(ASKING + """
                      - { action: "repos.edit", approvers: [blue], when: 'has(params.text) && params.text == \"big\"' }
            """);
        Decision pending = conditional.ask("github", "repos.edit", "{\"repo\":\"site\",\"text\":\"y\"}");
        conditional.offer(pending, "ann", TEN, 3);

        assertThat(conditional
                        .ask("github", "repos.edit", "{\"repo\":\"site\",\"text\":\"z\"}")
                        .getReason())
                .isEqualTo(Reason.ALLOWED_BY_GRANT);
        assertThat(conditional
                        .ask("github", "repos.edit", "{\"repo\":\"site\",\"text\":\"big\"}")
                        .getOutcome())
                .isEqualTo(Outcome.PENDING);
    }

    @Test
    void countsAnOfferFromAChatForNothingWhereARuleWantsASignOn() {
        Story conditional = under(ASKING + """
                      - { action: "repos.edit", approvers: [red], assurance: sso, when: 'has(params.text) && params.text == \"big\"' }
            """);
        Decision pending = conditional.ask("github", "repos.edit", "{\"repo\":\"site\",\"text\":\"y\"}");
        conditional.give(conditional
                .verdict(pending, "ann", VerdictChoice.APPROVE)
                .setChannel(Channel.SLACK)
                .setGrant(new GrantOffer(TEN.toMillis(), 3)));

        assertThat(conditional
                        .ask("github", "repos.edit", "{\"repo\":\"site\",\"text\":\"z\"}")
                        .getReason())
                .isEqualTo(Reason.ALLOWED_BY_GRANT);
        assertThat(conditional
                        .ask("github", "repos.edit", "{\"repo\":\"site\",\"text\":\"big\"}")
                        .getOutcome())
                .isEqualTo(Outcome.PENDING);
    }

    @Test
    void isGivenOnlyWhenAsManyOfferItAsMustApprove() {
        Story two = under("""
                    require_approval: [ { action: "repos.edit", approvers: [red], quorum: 2 } ]
            """);
        Decision first = two.ask("github", "repos.edit", "{\"repo\":\"site\"}");
        two.offer(first, "ann", TEN, 3);
        two.say(first, "bob", VerdictChoice.APPROVE);
        Decision without = two.lastDecision();
        Decision second = two.ask("github", "repos.edit", "{\"repo\":\"site\"}");
        two.offer(second, "ann", TEN, 1);
        two.offer(second, "bob", Duration.ofMinutes(2), 3);
        Decision with = two.lastDecision();

        assertThat(without.getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(without.getGrant()).isNull();
        assertThat(without.getExplanation()).contains("fewer people offered it than must approve");
        assertThat(second.getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(with.getGrant().getExpiresAt()).isEqualTo(two.now().plus(Duration.ofMinutes(2)));
        assertThat(with.getGrant().getMaxUses()).isEqualTo(1);
    }

    @Test
    void voidsAnApprovalThatOffersWhatMayNotBeGiven() {
        Decision pending = edit("site");
        for (GrantOffer offer : List.of(
                new GrantOffer(TEN.toMillis() + 1, 1),
                new GrantOffer(0L, 1),
                new GrantOffer(-1L, 1),
                new GrantOffer(Long.MAX_VALUE, 1),
                new GrantOffer(1000L, 0),
                new GrantOffer(1000L, 4))) {
            story.give(story.verdict(pending, "ann", VerdictChoice.APPROVE)
                    .setChannel(Channel.CLI)
                    .setGrant(offer));
            assertThat(story.lastEntry().getExplanation()).contains("the approval of ann is void: the offer.");
        }
        assertThat(story.count(Topic.APPROVED)).isZero();

        story.give(story.verdict(pending, "ann", VerdictChoice.DENY)
                .setChannel(Channel.CLI)
                .setGrant(new GrantOffer(Long.MAX_VALUE, -1)));
        assertThat(story.lastDecision().getReason()).isEqualTo(Reason.DENIED_BY_PERSON);
    }

    @Test
    void voidsAnOfferOfWhatIsNotGrantable() {
        Story strict = under("""
                    require_approval:
                      - { action: "repos.edit", approvers: [red], grantable: false }
                      - { action: "repos.drop", approvers: [red] }
            """);
        for (String action : List.of("repos.edit", "repos.drop")) {
            Decision pending = strict.ask("github", action, "{\"repo\":\"site\"}");
            strict.offer(pending, "ann", TEN, 1);
            assertThat(strict.count(Topic.APPROVED)).isZero();
            assertThat(strict.lastEntry().getExplanation()).contains("does not let this be granted");
            Decision asked = strict.ask(asking(strict, action, ask(action)));
            assertThat(asked.getReason()).isEqualTo(Reason.DENIED_BY_RULE);
            assertThat(asked.getExplanation()).contains("lets nobody grant github " + action);
        }
    }

    @Test
    void isAskedForWithARequestAndApprovedWithIt() {
        Decision pending = story.ask(asking(story, "repos.edit", ask("repos.edit", "repos.note")));
        assertThat(pending.getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(pending.getRules()).hasSize(2);
        assertThat(pending.getExplanation()).contains("and a grant of github repos.edit, repos.note on resource site");
        assertThat(edit("site").getOutcome()).isEqualTo(Outcome.PENDING);

        story.say(pending, "ann", VerdictChoice.APPROVE);

        assertThat(story.lastDecision().getGrant())
                .isEqualTo(new GrantMade(
                        List.of("repos.edit", "repos.note"), "site", story.now().plusSeconds(300), 2, List.of("ann")));
        assertThat(edit("site").getReason()).isEqualTo(Reason.ALLOWED_BY_GRANT);
        assertThat(edit("other").getOutcome()).isEqualTo(Outcome.PENDING);
    }

    @Test
    void isNarrowedByAnOfferAndNeverWidened() {
        Decision pending = story.ask(asking(story, "repos.edit", ask("repos.edit")));

        story.offer(pending, "ann", Duration.ofMinutes(1), 3);

        assertThat(story.lastDecision().getGrant())
                .isEqualTo(
                        new GrantMade(List.of("repos.edit"), "site", story.now().plusSeconds(60), 2, List.of("ann")));
    }

    @Test
    void isNotBegottenByAGrant() {
        Decision given = grantedBy("ann");

        Decision asked = story.ask(asking(story, "repos.edit", ask("repos.edit")));

        assertThat(asked.getOutcome()).isEqualTo(Outcome.PENDING);
        assertThat(given.getGrant()).isNotNull();
    }

    @Test
    void isDeniedWhereOneActionInItIs() {
        Decision noRule = story.ask(asking(story, "repos.edit", ask("repos.*")));
        Story denying = under("""
                    deny: ["repos.drop"]
                    allow: ["repos.*"]
            """);
        Decision denied = denying.ask(asking(denying, "repos.edit", ask("repos.*")));

        assertThat(noRule.getReason()).isEqualTo(Reason.NO_RULE);
        assertThat(noRule.getExplanation()).startsWith("the grant would cover what is denied: no rule");
        assertThat(denied.getReason()).isEqualTo(Reason.DENIED_BY_RULE);
        assertThat(denied.getRule()).isEqualTo("agents.aeonbyte.services.github.deny[0]");
    }

    @Test
    void isRefusedWhenItAsksForTooMuchOrDoesNotCoverItsRequest() {
        for (GrantAsk ask : List.of(
                new GrantAsk(List.of("repos.edit"), "site", 600_001L, 2),
                new GrantAsk(List.of("repos.edit"), "site", 0L, 2),
                new GrantAsk(List.of("repos.edit"), "site", Long.MAX_VALUE, 2),
                new GrantAsk(List.of("repos.edit"), "site", 1000L, 4),
                new GrantAsk(List.of("repos.edit"), "site", 1000L, 0),
                new GrantAsk(List.of("repos.note"), "site", 1000L, 1),
                new GrantAsk(List.of("repos.edit"), "other", 1000L, 1))) {
            Decision decision = story.ask(asking(story, "repos.edit", ask));

            assertThat(decision.getReason()).as(ask.toString()).isEqualTo(Reason.INVALID_PARAMS);
            assertThat(decision.getExplanation()).startsWith("the grant ");
        }
    }

    @Test
    void liftsNothingThatPeopleMustApproveWhenThePolicyAloneHadAllowedIt() {
        Story lax = under("""
                    allow: ["repos.edit"]
            """);
        Decision given = lax.ask(asking(lax, "repos.edit", ask("repos.edit")));
        activate(lax, 2, ASKING);

        assertThat(given.getReason()).isEqualTo(Reason.ALLOWED_BY_RULE);
        assertThat(given.getGrant()).isNotNull();
        assertThat(lax.lastEntry().getGrantsEnded()).hasSize(1);
        assertThat(lax.ask("github", "repos.edit", "{\"repo\":\"site\"}").getOutcome())
                .isEqualTo(Outcome.PENDING);
    }

    @Test
    void reachesNoCredentialActionByAWildcard() {
        Story minting = under("""
                    require_approval:
                      - { action: "repos.edit", approvers: [red] }
                      - { action: "keys.mint", approvers: [red], grantable: true }
                    allow: ["repos.*"]
            """);
        Decision wild = minting.ask(asking(minting, "repos.edit", new GrantAsk(List.of("*"), "site", 60_000L, 2)));
        assertThat(wild.getRules()).hasSize(1);
        minting.say(wild, "ann", VerdictChoice.APPROVE);
        assertThat(minting.lastDecision().getGrant()).isNotNull();
        assertThat(minting.ask("github", "keys.mint", "{\"repo\":\"site\"}").getOutcome())
                .isEqualTo(Outcome.PENDING);

        Decision named = minting.ask(asking(minting, "keys.mint", ask("keys.mint")));
        minting.say(named, "ann", VerdictChoice.APPROVE);
        assertThat(minting.ask("github", "keys.mint", "{\"repo\":\"site\"}").getReason())
                .isEqualTo(Reason.ALLOWED_BY_GRANT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deny: [\"repos.edit\"]",
                "require_approval: [ { action: \"repos.edit\", approvers: [red], grantable: false } ]",
                "require_approval: [ { action: \"repos.edit\", approvers: [blue] } ]",
                "require_approval: [ { action: \"repos.edit\", approvers: [red], quorum: 2 } ]",
                "allow: [\"repos.get\"]"
            })
    void endsWithAPolicyThatCoversItNoLongerAndForGood(String rules) {
        Decision given = grantedBy("ann");

        activate(story, 2, "        " + rules + "\n");
        JournalEntry entry = story.lastEntry();
        activate(story, 3, ASKING);

        assertThat(entry.getGrantsEnded())
                .containsExactly(new GrantEnd(given.getRequestDigest(), "aeonbyte", GrantEndCause.POLICY, null));
        assertThat(entry.getExplanation()).contains("1 grants end");
        assertThat(edit("site").getOutcome()).isEqualTo(Outcome.PENDING);
    }

    @Test
    void holdsUnderAPolicyThatCoversItStill() {
        Decision given = grantedBy("ann");

        activate(story, 2, ASKING + "        allow: [\"repos.get\"]\n");

        assertThat(story.lastEntry().getGrantsEnded()).isNull();
        assertThat(edit("site").getGrantId()).isEqualTo(given.getRequestDigest());
    }

    @Test
    void endsWithAChangeOfWhatItsActionDoesAndOfNoOther() {
        Decision given = grantedBy("ann");

        activate(story, 2, ASKING, CATALOGUE.replace("POST /notes", "POST /all-notes"));
        assertThat(story.lastEntry().getGrantsEnded()).isNull();
        activate(story, 3, ASKING, CATALOGUE.replace("PATCH /repos", "PUT /repos"));

        assertThat(story.lastEntry().getGrantsEnded())
                .containsExactly(new GrantEnd(given.getRequestDigest(), "aeonbyte", GrantEndCause.POLICY, null));
        assertThat(edit("site").getOutcome()).isEqualTo(Outcome.PENDING);
    }

    @Test
    void endsWhenItsPatternWouldReachAnActionThatNobodyWasShown() {
        Story wide = under("""
                    require_approval: [ { action: "repos.*", approvers: [red], grantable: true } ]
            """);
        Decision pending = wide.ask(asking(wide, "repos.edit", ask("repos.*")));
        wide.say(pending, "ann", VerdictChoice.APPROVE);
        assertThat(wide.lastDecision().getGrant()).isNotNull();
        String more = CATALOGUE + "  repos.give: { summary: give, effect: write, http: POST /give, returns: [name] }\n";

        activate(
                wide,
                2,
                "        require_approval: [ { action: \"repos.*\", approvers: [red], grantable: true } ]\n",
                more);

        assertThat(wide.lastEntry().getGrantsEnded()).hasSize(1);
    }

    @Test
    void isRefusedToAnAgentThatHoldsAsManyAsItMay() {
        for (int made = 0; made < GrantBook.MAX_GRANTS; made++) {
            Decision pending = edit("repo" + made);
            story.offer(pending, "ann", TEN, 1);
            assertThat(story.lastDecision().getGrant()).isNotNull();
        }

        Decision asked = story.ask(asking(story, "repos.edit", ask("repos.edit")));
        Decision pending = edit("site");
        story.offer(pending, "ann", TEN, 1);

        assertThat(asked.getReason()).isEqualTo(Reason.RATE_LIMITED);
        assertThat(asked.getExplanation()).contains("holds 10 grants");
        assertThat(story.lastDecision().getOutcome()).isEqualTo(Outcome.APPROVED);
        assertThat(story.lastDecision().getGrant()).isNull();
        assertThat(story.lastDecision().getExplanation())
                .contains("no grant is given with it: agent aeonbyte holds 10");

        assertThat(edit("repo0").getReason()).isEqualTo(Reason.ALLOWED_BY_GRANT);
        assertThat(story.ask(asking(story, "repos.edit", ask("repos.edit"))).getOutcome())
                .isEqualTo(Outcome.PENDING);
    }

    @Test
    void isStoredAndReadBack() {
        grantedBy("ann");
        GrantBook book = story.state.grants(Story.DOMAIN, "aeonbyte");

        assertThat(book.grants()).hasSize(1);
        assertThat(GrantBook.decode("aeonbyte", book.encode())).isEqualTo(book);
    }
}
