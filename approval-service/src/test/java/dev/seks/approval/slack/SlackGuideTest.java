// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import static dev.seks.approval.Asked.NOW;
import static dev.seks.approval.Asked.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.approval.Asked;
import dev.seks.approval.Guide;
import dev.seks.approval.Policies;
import dev.seks.approval.delivery.HttpSender;
import dev.seks.approval.delivery.KafkaShift;
import dev.seks.approval.delivery.Patience;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.slack.SlackButton.Abilities;
import dev.seks.approval.slack.SlackCounts.Event;
import dev.seks.schemas.record.VerdictChoice;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/slack.md against the code. */
class SlackGuideTest {
    private final Guide guide = Guide.of("slack.md");

    @TempDir
    private Path folder;

    @Test
    void showsACardAsItIs() {
        Asked asked = Asked.request("r-1")
                .asking(Map.of("maintainers", List.of("mika", "ann")))
                .quorum(2)
                .said("ann", VerdictChoice.APPROVE)
                .bundle(Policies.DIGEST);
        InboxEntry entry = new InboxEntry(asked.pending(), asked.record(), PARTITION, null);
        SlackCard card = new SlackCard(URI.create("https://inbox.example"), new Abilities(true, true));
        Faces faces = new Faces(card, Policies.catalogues(), Policies.casts());

        guide.holds("card", "```\n" + text(faces.of(entry, NOW.plusSeconds(1)).message()) + "```\n");
    }

    @Test
    void listsEverySetting() {
        StringBuilder table = new StringBuilder("| setting | type | default | what it is |\n|---|---|---|---|\n");
        for (SlackSetting setting : SlackSetting.values()) {
            table.append(setting.declared().row(""));
        }

        guide.holds("settings", table.toString());
    }

    @Test
    void showsSettingsThatAreRight() throws IOException {
        String yaml = guide.block("example")
                .replace("   ```yaml\n", "")
                .replace("   ```\n", "")
                .replaceAll("(?m)^ {3}", "");

        SlackConfig config = SlackConfigFile.read(Files.writeString(folder.resolve("slack.yaml"), yaml));

        assertThat(config.channels().channels()).containsExactly("C024BE7LR", "C024BE7LS");
    }

    @Test
    void namesTheBoundsAsTheyAre() {
        assertThat(guide.text())
                .contains(String.format(Locale.ROOT, "parameters of more than %,d characters", SlackCard.MAX_PARAMS))
                .contains("or resource of more than\n  " + SlackCard.MAX_LINE + ",")
                .contains("not older than " + SlackSignature.SKEW.toMinutes() + " minutes")
                .contains("at most " + SlackCalls.MAX_BODY / 1024 + " KiB")
                .contains("within " + KafkaShift.session(HttpSender.EXCHANGE).toSeconds() + " seconds")
                .contains("after " + ChannelCards.SECOND_LOOK.toSeconds() + " seconds")
                .contains(String.format(
                        Locale.ROOT, "at most %,d messages", ChannelHistory.PAGE * ChannelHistory.MAX_PAGES))
                .contains("`https://YOUR-INBOX" + SlackManifest.PATH + "`");
        assertThat(SlackActions.ANSWER.toSeconds())
                .as("answered within two seconds")
                .isEqualTo(2);
        assertThat(ResponseCards.USES).as("five times").isEqualTo(5);
        assertThat(Patience.LONGEST.toMinutes()).as("tried every minute").isEqualTo(1);
        for (Event event : Event.values()) {
            assertThat(guide.text()).contains("`" + event.name().toLowerCase(Locale.ROOT) + "`");
        }
    }

    /** A card as a person sees it, roughly. */
    private static String text(JsonNode message) {
        StringBuilder shown = new StringBuilder();
        for (JsonNode block : message.get("blocks")) {
            switch (block.get("type").asText()) {
                case "header", "section" -> shown.append(block.at("/text/text").asText());
                case "context" ->
                    block.get("elements")
                            .forEach(element -> shown.append("  ")
                                    .append(element.get("text").asText()));
                case "rich_text" -> {
                    boolean quote = block.at("/elements/0/type").asText().equals("rich_text_quote");
                    block.at("/elements/0/elements/0/text")
                            .asText()
                            .lines()
                            .forEach(line -> shown.append(quote ? "  > " : "    ")
                                    .append(line)
                                    .append('\n'));
                }
                default ->
                    block.get("elements")
                            .forEach(button -> shown.append('[')
                                    .append(button.at("/text/text").asText())
                                    .append("] "));
            }
            shown.append(block.get("type").asText().equals("rich_text") ? "" : "\n");
        }
        return shown.toString()
                .replace("\u2060", "")
                .replaceAll("<!date\\^[^|]*\\|([^>]*)>", "$1")
                .replaceAll("(?m) +$", "");
    }
}
