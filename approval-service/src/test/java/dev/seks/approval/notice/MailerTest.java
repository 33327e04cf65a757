// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.approval.delivery.Receipt;
import dev.seks.approval.delivery.Receipt.Kind;
import dev.seks.schemas.catalogue.MailAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes of a conversation with a mail server, however odd. */
class MailerTest {
    private static final MailAddress FROM =
            MailAddress.parse("seks@acme.example").orElseThrow();
    private static final MailText.Message MAIL = new MailText.Message(
            "seks-1@acme.example",
            MailAddress.parse("mika@acme.example").orElseThrow(),
            "Approval needed",
            "A request waits.\n");

    @TempDir
    static Path folder;

    private static LocalTls right;
    private static LocalTls wrong;

    @BeforeAll
    static void makeCertificates() throws Exception {
        right = LocalTls.of("localhost", folder);
        wrong = LocalTls.of("mail.acme.example", folder);
    }

    @ParameterizedTest
    @CsvSource({
        "hello, 554 no, CLOSED",
        "hello, 421 busy, AWAY",
        "hello, close, AWAY",
        "EHLO, 550 no, CLOSED",
        "AUTH, 535 wrong, CLOSED",
        "AUTH, 454 later, AWAY",
        "MAIL, 550 not you, CLOSED",
        "MAIL, 451 later, AWAY",
        "RCPT, 550 unknown, GIVEN_UP",
        "RCPT, 450 greylisted, REFUSED",
        "RCPT, 421 busy, AWAY",
        "RCPT, close, UNCLEAR",
        "DATA, 554 no, REFUSED",
        "DATA, 451 later, REFUSED",
        "., 554 spam, REFUSED",
        "., 452 full, REFUSED",
        "., 421 busy, AWAY",
        "., close, UNCLEAR",
        "., 250 fine, TAKEN"
    })
    void knowsWhatTheServerMeans(String line, String answer, Kind kind) throws Exception {
        try (OddMailServer server = new OddMailServer(null);
                Mailer mailer = mailer(server.port(), MailConfig.Security.NONE, "secret", right)) {
            server.answerNext(line, answer);

            assertThat(mailer.send(MAIL, 0).kind()).isEqualTo(kind);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 450 greylisted, 13, REFUSED",
        "RCPT, 450 greylisted, 14, GIVEN_UP",
        "., 554 spam, 1, REFUSED",
        "., 554 spam, 2, GIVEN_UP",
        "., 452 full, 14, GIVEN_UP"
    })
    void givesUpWhatIsAlwaysRefused(String line, String answer, int refusals, Kind kind) throws Exception {
        try (OddMailServer server = new OddMailServer(null);
                Mailer mailer = mailer(server.port(), MailConfig.Security.NONE, null, right)) {
            server.answerNext(line, answer);

            assertThat(mailer.send(MAIL, refusals).kind()).isEqualTo(kind);
        }
    }

    @ParameterizedTest
    @CsvSource({"hello, AWAY", "EHLO, AWAY", "RCPT, UNCLEAR", "., UNCLEAR"})
    void leavesAServerThatSaysNothing(String line, Kind kind) throws Exception {
        try (OddMailServer server = new OddMailServer(null);
                Mailer mailer = new Mailer(
                        config(server.port(), MailConfig.Security.NONE, null),
                        null,
                        right.client().getSocketFactory(),
                        Clock.systemUTC(),
                        Duration.ofSeconds(2))) {
            server.answerNext(line, OddMailServer.SILENCE);

            assertThat(mailer.send(MAIL, 0).kind()).isEqualTo(kind);
        }
    }

    @Test
    void isAwayWhereNobodyListens() throws Exception {
        int port;
        try (ServerSocket nobody = new ServerSocket(0)) {
            port = nobody.getLocalPort();
        }
        try (Mailer mailer = mailer(port, MailConfig.Security.NONE, null, right)) {
            assertThat(mailer.send(MAIL, 0).kind()).isEqualTo(Kind.AWAY);
        }
    }

    @Test
    void saysNothingBeforeTheConnectionIsSecured() throws Exception {
        try (OddMailServer server = new OddMailServer(right.server());
                Mailer mailer = mailer(server.port(), MailConfig.Security.STARTTLS, "secret", right)) {
            assertThat(mailer.send(MAIL, 0).kind()).isEqualTo(Kind.TAKEN);

            assertThat(server.heard).containsExactly("EHLO acme.example", "STARTTLS");
            assertThat(server.heardSecurely).anyMatch(line -> line.startsWith("AUTH PLAIN"));
        }
    }

    @Test
    void givesNoPasswordToAServerThatDoesNotSecure() throws Exception {
        try (OddMailServer server = new OddMailServer(null);
                Mailer mailer = mailer(server.port(), MailConfig.Security.STARTTLS, "secret", right)) {
            assertThat(mailer.send(MAIL, 0).kind()).isEqualTo(Kind.CLOSED);
            assertThat(server.heard("AUTH")).isZero();
        }
    }

    @Test
    void givesNoPasswordToAServerOfAnotherName() throws Exception {
        try (OddMailServer server = new OddMailServer(wrong.server());
                Mailer mailer = mailer(server.port(), MailConfig.Security.STARTTLS, "secret", wrong)) {
            assertThat(mailer.send(MAIL, 0).kind()).isEqualTo(Kind.CLOSED);
            assertThat(server.heardSecurely).isEmpty();
        }
    }

    @Test
    void givesNoPasswordToAServerThatNobodyTrusts() throws Exception {
        try (OddMailServer server = new OddMailServer(right.server());
                Mailer mailer = mailer(server.port(), MailConfig.Security.STARTTLS, "secret", wrong)) {
            assertThat(mailer.send(MAIL, 0).kind()).isEqualTo(Kind.CLOSED);
            assertThat(server.heardSecurely).isEmpty();
        }
    }

    @Test
    void sendsNothingToAServerThatTakesNoSignIn() throws Exception {
        try (OddMailServer server = new OddMailServer(null);
                Mailer mailer = mailer(server.port(), MailConfig.Security.NONE, "secret", right)) {
            server.answerNext("EHLO", "250 here");

            Receipt receipt = mailer.send(MAIL, 0);

            assertThat(receipt.kind()).isEqualTo(Kind.CLOSED);
            assertThat(receipt.toString()).doesNotContain("secret");
            assertThat(server.heard("MAIL")).isZero();
        }
    }

    private static Mailer mailer(int port, MailConfig.Security security, @Nullable String password, LocalTls trusted) {
        return new Mailer(
                config(port, security, password),
                password,
                trusted.client().getSocketFactory(),
                Clock.systemUTC(),
                Duration.ofMinutes(1));
    }

    private static MailConfig config(int port, MailConfig.Security security, @Nullable String password) {
        return new MailConfig(
                new MailConfig.Server("localhost", port, security),
                FROM,
                "seks",
                password == null ? null : "robot",
                password == null ? null : folder,
                30);
    }
}
