// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.approval.Guide;
import dev.seks.approval.slack.FakeSlack;
import dev.seks.cli.CommandRun;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What docs/slack.md shows of the command is what it prints. */
class SlackInitGuideTest {
    private final Guide guide = Guide.of("slack.md");

    @Test
    void showsTheManifestThatIsPrinted() {
        CommandRun run = InitRun.of(Map.of(), "");

        guide.holds("manifest", "```yaml\n" + run.out() + "```\n");
    }

    @Test
    void showsWhatACheckPrints() {
        try (FakeSlack slack = new FakeSlack()) {
            slack.channel("C024BE7LR");
            slack.channel("C024BE7LS").member(false);
            Map<String, String> tokens =
                    Map.of(GivenTokens.BOT, FakeSlack.BOT_TOKEN, GivenTokens.APP, FakeSlack.APP_TOKEN);

            CommandRun run = InitRun.of(
                    tokens,
                    "",
                    "--channel",
                    "C024BE7LR",
                    "--channel",
                    "C024BE7LS",
                    "--api",
                    slack.api().toString());

            assertThat(run.code()).isEqualTo(1);
            guide.holds("check", "```\n" + run.out() + "```\n");
        }
    }
}
