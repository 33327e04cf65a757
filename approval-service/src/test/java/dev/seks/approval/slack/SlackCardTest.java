// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import static dev.seks.approval.Asked.NOW;
import static dev.seks.approval.Asked.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.approval.Asked;
import dev.seks.approval.Policies;
import dev.seks.approval.inbox.Cast;
import dev.seks.approval.inbox.Casts;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.inbox.Portrayal;
import dev.seks.approval.slack.SlackButton.Abilities;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.VerdictChoice;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlackCardTest {
    private static final Instant SOON = NOW.plusSeconds(1);
    private static final Portrayal PORTRAYAL = new Portrayal("create repository site", "WRITE", "acme/site");

    private final SlackCard card = card(new Abilities(true, true));

    @Test
    void showsAllThatAPersonNeedsToJudge() {
        Asked asked = Asked.request("r-1")
                .asking(Map.of("maintainers", List.of("mika", "ann")))
                .quorum(2)
                .said("ann", VerdictChoice.APPROVE);

        String shown = plain(message(asked));

        assertThat(shown)
                .contains("Approval needed")
                .contains("create repository site")
                .contains("aeonbyte, owned by ola, asks for github repos.create (effect *write*)")
                .contains("on acme/site")
                .contains("\"name\": \"site\"")
                .contains("The agent says, unchecked:")
                .contains("the user wants a site")
                .contains("asked by agents.aeonbyte.services.github.require_approval[0], seks-policy.yaml line 14")
                .contains("2 people must approve, of")
                .contains("maintainers (Mika Sato, Ann Berg)")
                .contains("approved so far by Ann Berg (web)")
                .contains("denied unless approved by <!date^"
                        + NOW.plus(Asked.PATIENCE).getEpochSecond())
                .contains("digest " + asked.digest().substring(0, 12));
    }

    @Test
    void saysWhoWillBeAskedTooAndWhoIs() {
        Instant later = NOW.plusSeconds(600);

        assertThat(plain(message(Asked.request("r-1").escalatingAt(later))))
                .contains("escalates to leads by <!date^" + later.getEpochSecond())
                .doesNotContain("asked too");
        assertThat(plain(message(Asked.request("r-1").escalatedAt(later, "ann"))))
                .contains("since <!date^" + later.getEpochSecond())
                .contains("asked too: leads")
                .contains("leads (Ann Berg)")
                .doesNotContain("escalates to");
    }

    @Test
    void carriesNothingButTheDigestInItsButtons() {
        Asked asked = Asked.request("r-1");

        JsonNode message = message(asked);

        assertThat(message.findValuesAsText("value")).hasSize(3).containsOnly(asked.digest());
        assertThat(message.findValuesAsText("action_id"))
                .containsExactly("seks-approve", "seks-deny", "seks-deny-why", "seks-review");
        assertThat(message.findValuesAsText("url"))
                .containsExactly("https://inbox.example/approvals/" + asked.digest());
    }

    @Test
    void offersAGrantOnlyWhereItIsHonouredAndAllowed() {
        SlackCard granting = card(new Abilities(true, true));
        SlackCard silent = card(new Abilities(false, true));

        assertThat(actions(granting.of(entry(Asked.request("r-1").grantable()), PORTRAYAL, nobody(), SOON)))
                .containsExactly("seks-approve", "seks-approve-10m", "seks-deny", "seks-deny-why", "seks-review");
        assertThat(actions(granting.of(entry(Asked.request("r-1")), PORTRAYAL, nobody(), SOON)))
                .doesNotContain("seks-approve-10m");
        assertThat(actions(silent.of(entry(Asked.request("r-1").grantable()), PORTRAYAL, nobody(), SOON)))
                .doesNotContain("seks-approve-10m");
    }

    @Test
    void opensNoWindowWithoutABot() {
        assertThat(actions(card(new Abilities(true, false)).of(entry(Asked.request("r-1")), PORTRAYAL, nobody(), SOON)))
                .containsExactly("seks-approve", "seks-deny", "seks-review");
    }

    @Test
    void hasNoDecidingButtonsWhenNobodyTakesTheirPresses() {
        assertThat(actions(card(new Abilities(false, true)).of(entry(Asked.request("r-1")), PORTRAYAL, nobody(), SOON)))
                .containsExactly("seks-review");
    }

    @Test
    void leadsToTheInboxWhenApprovingTakesASignOn() {
        JsonNode message = message(Asked.request("r-1").forSignedOn());

        assertThat(message.findValuesAsText("action_id")).containsExactly("seks-review");
        assertThat(plain(message)).contains("Sign in to decide");
    }

    @Test
    void showsTheExactParametersWhereSlackInterpretsNothing() {
        JsonNode message = message(Asked.request("r-1").params("{\"name\":\"``` <!channel> *x*\"}"));

        JsonNode params = message.at("/blocks/4");
        assertThat(params.at("/type").asText()).isEqualTo("rich_text");
        assertThat(params.at("/elements/0/type").asText()).isEqualTo("rich_text_preformatted");
        assertThat(params.at("/elements/0/elements/0/text").asText()).contains("``` <!channel> *x*");
    }

    @Test
    void letsNobodyFormatLinkOrCallAnyone() {
        Portrayal hostile = new Portrayal("<!channel> *bold* <https://evil.example|inbox> & `x`", "WRITE", "<@U1>");

        String shown = card.of(entry(Asked.request("r-1").agent("*a*")), hostile, nobody(), SOON)
                .message()
                .toString();

        assertThat(shown).doesNotContain("<!channel>", "<https://evil", "*bold*", "<@U1>", "*a*");
    }

    @Test
    void asksToReviewInTheInboxWhatDoesNotFit() {
        String params = "{\"name\":\"" + "x".repeat(SlackCard.MAX_PARAMS) + "\"}";
        Portrayal longResource = new Portrayal("create repository site", "WRITE", "r".repeat(SlackCard.MAX_LINE + 1));

        for (JsonNode message : List.of(
                message(Asked.request("r-1").params(params)),
                card.of(entry(Asked.request("r-1")), longResource, nobody(), SOON)
                        .message())) {
            assertThat(message.findValuesAsText("action_id")).containsExactly("seks-review");
            assertThat(message.toString()).contains("does not fit").doesNotContain("xxxxx");
        }
    }

    @Test
    void labelsTheAgentsWordsAndShowsWhatIsHiddenInThem() {
        JsonNode message = message(Asked.request("r-1").reason("safe\u202E, really\u0007"));

        assertThat(message.toString())
                .contains("The agent says, unchecked:")
                .contains("u{202e}", "u{7}")
                .doesNotContain("\u202E", "\u0007");
    }

    @Test
    void warnsOfLettersThatLookLikeOthers() {
        assertThat(message(Asked.request("r-1").params("{\"name\":\"sitе\"}")).toString())
                .contains("outside ASCII");
        assertThat(message(Asked.request("r-1")).toString()).doesNotContain("outside ASCII");
    }

    @Test
    void saysHowItEndedAndHasNoButtonThatDecides() {
        Asked asked = Asked.request("r-1").said("mika", VerdictChoice.APPROVE).said("ann", VerdictChoice.APPROVE);
        InboxEntry ended = new InboxEntry(
                asked.bundle(Policies.DIGEST).pending(),
                asked.record(),
                PARTITION,
                asked.ended(Outcome.APPROVED, Reason.APPROVED_BY_PEOPLE));

        JsonNode message =
                card.of(ended, PORTRAYAL, Policies.casts().of(ended), SOON).message();

        assertThat(plain(message)).contains("Approved").contains("*Approved* by Mika Sato, Ann Berg");
        assertThat(message.findValuesAsText("action_id")).containsExactly("seks-review");
    }

    @Test
    void saysThatItIsTooLateBeforeTheLogDoes() {
        JsonNode message = card.of(entry(Asked.request("r-1")), PORTRAYAL, nobody(), NOW.plus(Asked.PATIENCE))
                .message();

        assertThat(plain(message)).contains("Expired").contains("was not approved in time");
        assertThat(message.findValuesAsText("action_id")).containsExactly("seks-review");
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void hasWordsForEveryEnd(Reason reason) {
        Asked asked = Asked.request("r-1").said("mika", VerdictChoice.DENY);
        InboxEntry ended =
                new InboxEntry(asked.pending(), asked.record(), PARTITION, asked.ended(Outcome.DENIED, reason));

        JsonNode message = card.of(ended, PORTRAYAL, nobody(), SOON).message();

        assertThat(BlockRules.fault(message.get("blocks"))).isEmpty();
        assertThat(message.findValuesAsText("action_id")).containsExactly("seks-review");
    }

    @Test
    void changesItsMarkWithWhatItShowsAndOnlyThen() {
        Asked asked = Asked.request("r-1").quorum(2).asking("mika", "ann");
        CardMark first = card.of(entry(asked), PORTRAYAL, nobody(), SOON).mark();
        CardMark same =
                card.of(entry(asked), PORTRAYAL, nobody(), SOON.plusSeconds(60)).mark();
        CardMark more = card.of(entry(asked.said("ann", VerdictChoice.APPROVE)), PORTRAYAL, nobody(), SOON)
                .mark();

        assertThat(same).isEqualTo(first);
        assertThat(more.digest()).isEqualTo(first.digest());
        assertThat(more.face()).isNotEqualTo(first.face());
    }

    @Test
    void findsItsMarkAgain() {
        SlackCard.Face face = card.of(entry(Asked.request("r-1")), PORTRAYAL, nobody(), SOON);

        assertThat(CardMark.in(face.message())).hasValue(face.mark());
        assertThat(CardMark.in(face.message().deepCopy().putNull("blocks"))).isEmpty();
    }

    @Test
    void isWithinSlacksLimitsWhateverIsInIt() {
        Random random = new Random(7);
        String[] alphabets = {"a", "&<>", "*_~`", "\u202e\u0007", "\ud83d\ude00", "\udb40\udc01", "é"};
        for (int i = 0; i < 500; i++) {
            String letters = alphabets[random.nextInt(alphabets.length)];
            Asked asked = Asked.request("r-1")
                    .params("{\"name\":\"" + text(letters, random.nextInt(4_000)) + "\"}")
                    .reason(text(letters, random.nextInt(2_000)))
                    .asking(groups(random.nextInt(15), random.nextInt(30), text(letters, random.nextInt(200))))
                    .quorum(1 + random.nextInt(3));
            IntStream.range(0, random.nextInt(20))
                    .forEach(person -> asked.said(
                            "person-" + person, VerdictChoice.APPROVE, text(letters, random.nextInt(2_000))));
            Portrayal portrayal = new Portrayal(
                    text(letters, 1 + random.nextInt(2_000)), "WRITE", text(letters, 1 + random.nextInt(2_000)));
            InboxEntry waiting = entry(asked);
            InboxEntry ended = new InboxEntry(
                    asked.pending(),
                    asked.record(),
                    PARTITION,
                    asked.ended(Outcome.APPROVED, Reason.APPROVED_BY_PEOPLE));

            for (InboxEntry entry : List.of(waiting, ended)) {
                JsonNode message = card.of(entry, portrayal, nobody(), SOON).message();
                assertThat(BlockRules.fault(message.get("blocks")))
                        .as(message.toString())
                        .isEmpty();
                assertThat(message.get("text").asText().length()).isLessThan(4_000);
            }
        }
        assertThat(BlockRules.fault(
                        card.bare(entry(Asked.request("r-1"))).message().get("blocks")))
                .isEmpty();
    }

    private static Map<String, List<String>> groups(int groups, int people, String suffix) {
        return IntStream.range(0, groups)
                .boxed()
                .collect(Collectors.toMap(
                        group -> "group" + group + suffix,
                        group -> IntStream.range(0, people)
                                .mapToObj(person -> "person" + person + suffix)
                                .toList()));
    }

    private static String text(String letters, int length) {
        return letters.repeat(length / letters.length() + 1).substring(0, length);
    }

    private static List<String> actions(SlackCard.Face face) {
        return face.message().findValuesAsText("action_id");
    }

    private static SlackCard card(Abilities abilities) {
        return new SlackCard(URI.create("https://inbox.example"), abilities);
    }

    private JsonNode message(Asked asked) {
        InboxEntry entry = entry(asked.bundle(Policies.DIGEST));
        return card.of(entry, PORTRAYAL, Policies.casts().of(entry), SOON).message();
    }

    private static Cast nobody() {
        return new Casts().of(entry(Asked.request("r-1")));
    }

    /** All text, without what keeps Slack from reading markup into it. */
    private static String plain(JsonNode node) {
        StringBuilder all = new StringBuilder();
        if (node.isContainerNode()) {
            node.forEach(child -> all.append(plain(child)));
        } else {
            all.append(node.asText().replace("\u2060", "")).append('\n');
        }
        return all.toString();
    }

    private static InboxEntry entry(Asked asked) {
        return new InboxEntry(asked.pending(), asked.record(), PARTITION, null);
    }
}
