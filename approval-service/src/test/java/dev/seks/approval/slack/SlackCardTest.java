// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import static dev.seks.approval.Asked.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.Asked;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.inbox.Portrayal;
import java.net.URI;
import org.junit.jupiter.api.Test;

class SlackCardTest {
    private static final Portrayal PORTRAYAL = new Portrayal("create repository site", "WRITE", "site");

    private final SlackCard card = new SlackCard(URI.create("https://inbox.example"), true);

    @Test
    void carriesNothingButTheDigestInItsButtons() {
        Asked asked = Asked.request("r-1");

        ObjectNode message = card.of(entry(asked), PORTRAYAL);

        assertThat(message.findValuesAsText("value")).containsExactly(asked.digest(), asked.digest());
        assertThat(message.findValuesAsText("action_id")).containsExactly("seks-approve", "seks-deny", "seks-review");
        assertThat(message.findValuesAsText("url"))
                .containsExactly("https://inbox.example/approvals/" + asked.digest());
    }

    @Test
    void showsTheExactParametersWhereSlackInterpretsNothing() {
        ObjectNode message =
                card.of(entry(Asked.request("r-1").params("{\"name\":\"``` <!channel> *x*\"}")), PORTRAYAL);

        JsonNode params = message.at("/blocks/2");
        assertThat(params.at("/type").asText()).isEqualTo("rich_text");
        assertThat(params.at("/elements/0/type").asText()).isEqualTo("rich_text_preformatted");
        assertThat(params.at("/elements/0/elements/0/text").asText()).contains("``` <!channel> *x*");
    }

    @Test
    void letsNobodyFormatLinkOrCallAnyone() {
        Portrayal hostile = new Portrayal("<!channel> *bold* <https://evil.example|inbox> & `x`", "WRITE", "<@U1>");

        String shown =
                card.of(entry(Asked.request("r-1").agent("*a*")), hostile).toString();

        assertThat(shown).doesNotContain("<!channel>", "<https://evil", "*bold*", "<@U1>", "*a*");
    }

    @Test
    void asksToReviewInTheInboxWhatDoesNotFit() {
        String params = "{\"name\":\"" + "x".repeat(SlackCard.MAX_PARAMS) + "\"}";

        ObjectNode message = card.of(entry(Asked.request("r-1").params(params)), PORTRAYAL);

        assertThat(message.findValuesAsText("action_id")).containsExactly("seks-review");
        assertThat(message.toString()).contains("do not fit").doesNotContain("xxxxx");
    }

    @Test
    void hasNoDecidingButtonsWhenNobodyTakesTheirPresses() {
        SlackCard deaf = new SlackCard(URI.create("https://inbox.example"), false);

        assertThat(deaf.of(entry(Asked.request("r-1")), PORTRAYAL).findValuesAsText("action_id"))
                .containsExactly("seks-review");
    }

    @Test
    void labelsTheAgentsWordsAndShowsWhatIsHiddenInThem() {
        ObjectNode message = card.of(entry(Asked.request("r-1").reason("safe\u202E, really")), PORTRAYAL);

        assertThat(message.toString()).contains("The agent says, unchecked:").doesNotContain("\u202E");
    }

    private static InboxEntry entry(Asked asked) {
        return new InboxEntry(asked.pending(), asked.record(), PARTITION, null);
    }
}
