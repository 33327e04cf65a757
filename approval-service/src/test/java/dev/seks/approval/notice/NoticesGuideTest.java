// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import static dev.seks.approval.Asked.NOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.standardwebhooks.Webhook;
import dev.seks.approval.Asked;
import dev.seks.approval.Guide;
import dev.seks.approval.HandClock;
import dev.seks.approval.Policies;
import dev.seks.approval.delivery.Courier;
import dev.seks.approval.delivery.HttpSender;
import dev.seks.approval.delivery.KafkaShift;
import dev.seks.approval.delivery.Patience;
import dev.seks.approval.delivery.Receipt;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.schemas.catalogue.MailAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds docs/notices.md against the code. */
class NoticesGuideTest {
    private static final long AT = NOW.getEpochSecond();

    private final Guide guide = Guide.of("notices.md");
    private final InboxEntry entry = MailTextTest.entry(Asked.request("r-1")
            .asking(Map.of("maintainers", List.of("mika", "ann")))
            .quorum(2));

    @TempDir
    private Path folder;

    @Test
    void showsANoticeAsItIs() throws IOException {
        JsonMapper json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

        guide.holds("notice", "```json\n" + json.writeValueAsString(notices().body(entry, false)) + "\n```\n");
    }

    @Test
    void showsAMailAsItIs() {
        MailText.Message message = MailTextTest.text()
                .of(entry, "mika", MailAddress.parse("mika@acme.example").orElseThrow());

        guide.holds(
                "mail",
                "```\nFrom: seks <seks@acme.example>\nTo: " + message.to() + "\nSubject: " + message.subject()
                        + "\nMessage-ID: <" + message.id() + ">\nAuto-Submitted: auto-generated\n\n" + message.body()
                        + "```\n");
    }

    /** The worked example: a receiver that does what the page says comes to the same signature. */
    @Test
    void showsASignatureThatTheirLibraryTakes() throws Exception {
        String body = "{\"type\":\"approval.requested\"}";
        String id = "requested_6fff8fbcd77c";
        String signed = new WebhookSignature(
                        List.of(WebhookSignature.key(WebhookReceiver.SECRET).orElseThrow()))
                .of(id, AT, body.getBytes(UTF_8));

        guide.holds(
                "signature",
                "```\nsecret             " + WebhookReceiver.SECRET + "\nwebhook-id         " + id
                        + "\nwebhook-timestamp  " + AT + "\nbody               " + body + "\nsigned             " + id
                        + "." + AT + "." + body + "\nwebhook-signature  " + signed + "\n```\n");
        assertThat(new Webhook(WebhookReceiver.SECRET).sign(id, AT, body)).isEqualTo(signed);
    }

    @Test
    void listsEverySetting() {
        StringBuilder table = new StringBuilder("| setting | type | default | what it is |\n|---|---|---|---|\n");
        for (NoticeSetting setting : NoticeSetting.values()) {
            table.append(setting.declared().row(setting.part() + "."));
        }

        guide.holds("settings", table.toString());
    }

    @Test
    void showsSettingsThatAreRight() throws IOException {
        String yaml = guide.block("example").replace("```yaml\n", "").replace("```\n", "");

        NoticeConfig config = NoticeConfigFile.read(Files.writeString(folder.resolve("notify.yaml"), yaml));

        assertThat(config.webhook()).isNotNull();
        assertThat(config.mail()).isNotNull();
    }

    @Test
    void namesTheBoundsAsTheyAre() {
        assertThat(guide.text())
                .contains("at most " + NoticeText.MAX + " characters")
                .contains("within " + HttpSender.EXCHANGE.toSeconds() + " seconds")
                .contains("at most " + Mailer.EXCHANGE.toSeconds() + " seconds")
                .contains("within " + KafkaShift.session(HttpSender.EXCHANGE).toSeconds() + " seconds")
                .contains("within " + KafkaShift.session(Mailer.EXCHANGE).toSeconds() + " for mails")
                .contains(
                        WebhookNotices.TRIES + " times, " + WebhookNotices.AFTER_REFUSAL.toSeconds() + " seconds apart")
                .contains(MailFault.PUT_OFF + " times, a minute apart")
                .contains("content " + MailFault.REFUSED + " times")
                .contains("after " + Courier.UNKNOWN.toSeconds() + " seconds nobody")
                .contains("first " + WebhookNotices.MAX_GROUPS)
                .contains("at most " + 1_000 / Notices.POST_INTERVAL.toMillis() + " a second")
                .contains("`" + Notices.WEBHOOK.name() + "` and `" + Notices.EMAIL.name() + "`");
        assertThat(Patience.LONGEST.toMinutes()).as("tried every minute").isEqualTo(1);
        for (Receipt.Kind kind : Receipt.Kind.values()) {
            assertThat(guide.text()).contains("`" + kind.name().toLowerCase(Locale.ROOT) + "`");
        }
    }

    private static WebhookNotices notices() {
        return new WebhookNotices(
                Told.INBOX,
                new WebhookSignature(List.of()),
                new NoticeDesk(
                        Told.INBOX, Policies.catalogues(), Policies.casts(), new NoticeCounts(), new HandClock(NOW)));
    }
}
