// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import static dev.seks.approval.Asked.NOW;
import static dev.seks.approval.Asked.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.seks.approval.Asked;
import dev.seks.approval.HandClock;
import dev.seks.approval.Policies;
import dev.seks.approval.inbox.Casts;
import dev.seks.schemas.catalogue.MailAddress;
import dev.seks.schemas.record.VerdictChoice;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails through a real server, over TLS and with a password. */
class MailNoticesTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PASSWORD = "pass:word";

    @TempDir
    static Path folder;

    private static LocalTls tls;

    private final HandClock clock = new HandClock(NOW.plusSeconds(1));
    private final GreenMail server = new GreenMail(patient(0));
    private Told told;

    /** A server that may take longer to start than the usual two seconds. */
    private static ServerSetup patient(int port) {
        ServerSetup setup = new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS);
        setup.setServerStartupTimeout(SOON.toMillis());
        return setup;
    }

    @BeforeAll
    static void makeCertificate() throws Exception {
        tls = LocalTls.of("localhost", folder);
        System.setProperty("greenmail.tls.keystore.file", tls.store().toString());
        System.setProperty("greenmail.tls.keystore.password", LocalTls.PASSWORD);
    }

    @AfterAll
    static void forgetCertificate() {
        System.clearProperty("greenmail.tls.keystore.file");
        System.clearProperty("greenmail.tls.keystore.password");
    }

    @BeforeEach
    void open() {
        server.start();
        server.setUser("robot@acme.example", "robot", PASSWORD);
        told = with(Policies.casts());
    }

    @AfterEach
    void stop() {
        told.close();
        server.stop();
    }

    @Test
    void mailsEachPersonWhoIsAskedAndNobodyElse() throws Exception {
        told.open(Asked.request("r-1")
                .offset(4)
                .asking(Map.of("maintainers", List.of("mika", "ann"), "owners", List.of("ann", "stranger"))));
        start();
        awaitMails(2);

        for (MimeMessage mail : server.getReceivedMessages()) {
            assertThat(mail.getAllRecipients()).hasSize(1);
            assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(mail.getFrom()[0]).hasToString("seks <seks@acme.example>");
            assertThat(mail.getContentType()).startsWith("text/plain");
        }
        assertThat(recipients()).containsExactlyInAnyOrder("mika@acme.example", "ann@acme.example");
        assertThat(ids()).doesNotHaveDuplicates();
        await().atMost(SOON).until(() -> "posted-below=5".equals(told.notes.get(PARTITION)));
    }

    @Test
    void mailsWhoIsAskedLaterOnceTheyAreAndNobodyTwice() throws Exception {
        told.open(Asked.request("r-1")
                .offset(4)
                .asking(Map.of("maintainers", List.of("mika")))
                .escalatingAt(NOW.plusSeconds(600)));
        start();
        awaitMails(1);
        assertThat(recipients()).containsExactly("mika@acme.example");
        assertThat(server.getReceivedMessages()[0].getContent().toString())
                .contains("later    leads too from " + NOW.plusSeconds(600) + " on");

        told.open(Asked.request("r-1")
                .offset(4)
                .seq(9)
                .asking(Map.of("maintainers", List.of("mika")))
                .escalatedAt(NOW.plusSeconds(600), "ann", "mika"));
        awaitMails(2);

        assertThat(recipients()).containsExactlyInAnyOrder("mika@acme.example", "ann@acme.example");
        assertThat(server.getReceivedMessages()[1].getContent().toString())
                .contains("since    " + NOW.plusSeconds(600) + " asked too: leads");
    }

    @Test
    void mailsAgainWithTheSameIdWhenItIsNotKnownWhetherItDid() {
        told.open(Asked.request("r-1").offset(4));
        start();
        awaitMails(1);
        told.stop();
        told.notes.clear(); // as if the process had died before it was noted

        start();
        awaitMails(2);

        assertThat(ids().get(0)).isEqualTo(ids().get(1)).endsWith("@acme.example>");
    }

    @Test
    void losesNothingWhenTheServerIsAway() {
        told.open(Asked.request("r-1").offset(4));
        told.open(Asked.request("r-2").offset(5));
        int port = server.getSmtps().getPort();
        server.stop();
        Notices notices = start(port);
        await().atMost(SOON)
                .until(() -> notices.counts().get("email").outcomes().getOrDefault("away", 0L) >= 1);

        GreenMail again = new GreenMail(patient(port));
        again.start();
        try {
            again.setUser("robot@acme.example", "robot", PASSWORD);
            await().atMost(SOON).until(() -> again.getReceivedMessages().length == 2);
        } finally {
            again.stop();
        }
    }

    @Test
    void writesToNobodyWhoHasAnsweredAlready() {
        told.open(Asked.request("r-1")
                .asking(Map.of("maintainers", List.of("mika", "ann")))
                .quorum(2)
                .said("mika", VerdictChoice.APPROVE));
        start();
        awaitMails(1);

        assertThat(recipients()).containsExactly("ann@acme.example");
    }

    @Test
    void waitsForThePolicyUnderWhichARequestWaits() {
        Casts casts = new Casts();
        told.close();
        told = with(casts);
        told.open(Asked.request("r-1").offset(4));
        Notices notices = start();
        await().atMost(SOON).until(() -> notices.counts().get("email").waiting() == 1);

        Policies.publishTo(casts);

        awaitMails(1);
        assertThat(recipients()).containsExactly("mika@acme.example");
    }

    @Test
    void nothingInAMailEndsAHeaderOrBecomesALink() throws Exception {
        told.open(Asked.request("r-1")
                .params("{\"name\":\"x\\r\\nBcc: eve@evil.example\\u202e http://evil.example/login\"}")
                .action("github", "repos.create\r\nBcc: eve@evil.example")
                .reason("the words of the agent"));
        start();
        awaitMails(1);

        MimeMessage mail = server.getReceivedMessages()[0];
        String text = String.valueOf(mail.getContent());
        assertThat(mail.getRecipients(Message.RecipientType.BCC)).isNull();
        assertThat(mail.getSubject()).doesNotContain("\r", "\n", "\u202e", "evil.example", "@");
        assertThat(text.lines().filter(line -> line.contains("://"))).hasSize(1);
        assertThat(text).doesNotContain("evil.example", "\u202e", "words of the agent");
        assertThat(text).contains("https://inbox.example/approvals/");
    }

    private Told with(Casts casts) {
        return new Told(casts, clock, tls.client().getSocketFactory());
    }

    private Notices start() {
        return start(server.getSmtps().getPort());
    }

    private Notices start(int port) {
        MailConfig config = new MailConfig(
                new MailConfig.Server("localhost", port, MailConfig.Security.TLS),
                MailAddress.parse("seks@acme.example").orElseThrow(),
                "seks",
                "robot",
                folder,
                600);
        return told.start(new NoticeConfig(null, config), new NoticeSecrets(null, PASSWORD));
    }

    private void awaitMails(int count) {
        await().atMost(SOON).until(() -> server.getReceivedMessages().length == count);
    }

    private List<String> recipients() {
        return mails().flatMap(mail -> Arrays.stream(each(() -> mail.getAllRecipients())))
                .map(Object::toString)
                .toList();
    }

    private List<String> ids() {
        return mails().map(mail -> each(mail::getMessageID)).toList();
    }

    private Stream<MimeMessage> mails() {
        return Arrays.stream(server.getReceivedMessages());
    }

    private interface Reading<T> {
        T read() throws MessagingException;
    }

    private static <T> T each(Reading<T> reading) {
        try {
            return reading.read();
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }
}
