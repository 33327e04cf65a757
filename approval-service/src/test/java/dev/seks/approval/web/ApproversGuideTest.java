// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.approval.Asked;
import dev.seks.approval.Guide;
import dev.seks.approval.attempt.AttemptBounds;
import dev.seks.approval.signon.SignOnConfig;
import dev.seks.approval.signon.SignOnFile;
import dev.seks.approval.signon.SignOnOutcome;
import dev.seks.approval.signon.SignOnSetting;
import dev.seks.schemas.record.AttemptReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/approvers.md against the code; with {@code -Dregenerate} its table is made anew. */
class ApproversGuideTest {
    private static final Guide GUIDE = Guide.of("approvers.md");

    @Test
    void everySettingIsInTheTable() {
        GUIDE.holds(
                "table",
                "| setting | value | without it | meaning |\n|---|---|---|---|\n"
                        + Arrays.stream(SignOnSetting.values())
                                .map(setting -> setting.declared().row(""))
                                .collect(Collectors.joining()));
    }

    @Test
    void theSettingsShownAreRead(@TempDir Path folder) throws IOException {
        String yaml =
                GUIDE.block("settings").replaceAll("(?m)^ *```(yaml)?\n", "").replaceAll("(?m)^ {3}", "");
        Path file = Files.writeString(folder.resolve("sign-on.yaml"), yaml);

        SignOnConfig config = SignOnFile.read(file);

        assertThat(yaml.lines().map(line -> line.split(":")[0]))
                .containsExactlyElementsOf(Arrays.stream(SignOnSetting.values())
                        .map(SignOnSetting::key)
                        .toList());
        assertThat(config.secretFile()).isEqualTo(folder.resolve("client.secret"));
        assertThat(config.inboxUrl()).hasToString("https://inbox.acme.example");
    }

    @Test
    void everyRefusalIsExplained() {
        for (SignOnOutcome.Why why : SignOnOutcome.Why.values()) {
            String sentence = why.sentence();
            assertThat(GUIDE.text())
                    .contains("| " + sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1) + ". |");
        }
    }

    @Test
    void everyReasonOfARefusedAttemptIsExplained() {
        List<String> explained = rows(GUIDE.text(), "(?m)^\\| `([A-Z_]+)` \\| ([^|]+) \\|$").stream()
                .map(row -> row.group(1))
                .toList();

        assertThat(explained)
                .containsExactlyElementsOf(Arrays.stream(AttemptReason.values())
                        .filter(reason -> reason != AttemptReason.UNKNOWN)
                        .map(Enum::name)
                        .toList());
    }

    @Test
    void theBoundsOfAFloodAreThoseOfTheCode() {
        assertThat(GUIDE.text().replace('\n', ' '))
                .contains(
                        "One address gets %d records at once and then one every %d seconds"
                                .formatted(AttemptBounds.ADDRESS_BURST, AttemptBounds.ADDRESS_INTERVAL.toSeconds()),
                        "all strangers together %d and then one a second".formatted(AttemptBounds.STRANGERS_BURST),
                        "who they are gets %d and then one a second".formatted(AttemptBounds.PERSON_BURST),
                        "all people of policies together %d and then ten a second"
                                .formatted(AttemptBounds.PEOPLE_BURST));
        assertThat(List.of(AttemptBounds.STRANGERS_INTERVAL, AttemptBounds.PERSON_INTERVAL))
                .containsOnly(Duration.ofSeconds(1));
        assertThat(GUIDE.text())
                .contains(String.format(
                        Locale.ROOT,
                        "%,d records a day",
                        AttemptBounds.STRANGERS_BURST
                                + Duration.ofDays(1).dividedBy(AttemptBounds.STRANGERS_INTERVAL)));
        assertThat(AttemptBounds.PEOPLE_INTERVAL).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void theShortcutsAreThoseOfThePage() {
        try (RunningInbox inbox = new RunningInbox().with(Asked.request("r-1"))) {
            String page =
                    inbox.send(inbox.to("/").header("Cookie", inbox.cookie())).body();
            List<String> shown = rows(page, "<tr><th>(.*?)</th><td>(.*?)</td></tr>").stream()
                    .map(row -> "| " + row.group(1) + " | " + row.group(2) + " |")
                    .map(row -> row.replaceAll("</?kbd>", "`"))
                    .toList();

            assertThat(shown).hasSize(10);
            assertThat(GUIDE.text()).contains(shown);
        }
    }

    @Test
    void everyPictureIsThere() {
        List<MatchResult> pictures = rows(GUIDE.text(), "!\\[[^]]+]\\(images/([a-z-]+)\\.png\\)");

        assertThat(pictures).isNotEmpty().allSatisfy(picture -> {
            assertThat(InboxBrowserTest.IN_THE_GUIDE).contains(picture.group(1));
            assertThat(Path.of("../docs/images", picture.group(1) + ".png")).exists();
        });
    }

    @Test
    void theBoundsWrittenAreTheBounds() {
        assertThat(GUIDE.text())
                .contains("at most " + TogetherPage.MAX_TOGETHER)
                .contains("after " + Session.IDLE.toHours() + " hour in which")
                .contains("after " + Session.LIFE.toHours() + " hours in any case")
                .contains("https://YOUR-INBOX" + SignOnPages.DONE);
    }

    private static List<MatchResult> rows(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().toList();
    }
}
