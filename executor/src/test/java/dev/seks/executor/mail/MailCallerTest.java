// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.seks.executor.call.ActionCall;
import dev.seks.executor.call.CallBounds;
import dev.seks.executor.call.CallOutcome;
import dev.seks.executor.call.CallRunner;
import dev.seks.executor.call.CatalogueFixture;
import dev.seks.executor.call.CuttingProxy;
import dev.seks.executor.call.CuttingProxy.Cut;
import dev.seks.executor.call.HandClock;
import dev.seks.executor.call.ShuttingGate;
import dev.seks.executor.credential.Issue;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.egress.HangingNames;
import dev.seks.executor.egress.Names;
import dev.seks.executor.egress.TestTls;
import dev.seks.schemas.record.ExecutionStatus;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail through a real server, through one that answers as it should not, and over lines that break at every stage. */
class MailCallerTest {
    private static final String SECRET = "robot@acme.example:pass:word";
    private static final CallBounds BOUNDS = new CallBounds(
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            5_000,
            20_000,
            8,
            8,
            1000,
            Duration.ofSeconds(30));

    @TempDir
    static Path folder;

    private static TestTls tls;

    private final GreenMail server =
            new GreenMail(new ServerSetup[] {patient(ServerSetup.PROTOCOL_SMTP), patient(ServerSetup.PROTOCOL_SMTPS)});
    private CallRunner runner;

    /** A server on a free port that may take longer to start than the usual two seconds. */
    private static ServerSetup patient(String protocol) {
        ServerSetup setup = new ServerSetup(0, "127.0.0.1", protocol);
        setup.setServerStartupTimeout(Duration.ofMinutes(1).toMillis());
        return setup;
    }

    @BeforeAll
    static void makeCertificate() throws Exception {
        tls = TestTls.make(folder);
        System.setProperty("greenmail.tls.keystore.file", tls.store().toString());
        System.setProperty("greenmail.tls.keystore.password", TestTls.PASSWORD);
    }

    @AfterAll
    static void forgetCertificate() {
        System.clearProperty("greenmail.tls.keystore.file");
        System.clearProperty("greenmail.tls.keystore.password");
    }

    @BeforeEach
    void open() {
        server.start();
        server.setUser("robot@acme.example", "robot@acme.example", "pass:word");
        server.getManagers().getUserManager().setAuthRequired(true);
        runner = runner(SECRET, tls.client());
    }

    @AfterEach
    void close() {
        runner.close();
        server.stop();
    }

    private static CallRunner runner(String secret, SSLContext trust) {
        return runner(secret, trust, SystemDefaultDnsResolver.INSTANCE, BOUNDS);
    }

    private static CallRunner runner(String secret, SSLContext trust, DnsResolver names, CallBounds bounds) {
        return new CallRunner(
                use -> Issue.of(Secret.of(secret)),
                List.of(new MailCaller(new HandClock(), trust.getSocketFactory(), names)),
                bounds,
                new HandClock());
    }

    private int plainPort() {
        return server.getSmtp().getPort();
    }

    @Test
    void sendsTextToWhomTheCatalogueAllows() throws Exception {
        CallOutcome outcome = send(Map.of(
                "to",
                List.of("kim@acme.example", "ola@other.example"),
                "copies",
                "Lee@ACME.example",
                "subject",
                "grüße: 5 > 4 =?UTF-8?Q?x?=",
                "text",
                "first line\n.\n..second é\r\n" + "long ".repeat(300) + "\nFrom the end"));

        assertThat(outcome.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(outcome.credentialRef()).isEqualTo("mail");
        MimeMessage[] received = server.getReceivedMessages();
        assertThat(received).hasSize(3);
        MimeMessage message = received[0];
        String id = message.getMessageID();
        assertThat(id).matches("<[0-9a-f]{64}@acme.example>");
        assertThat(outcome.body())
                .isEqualTo("{\"message_id\":\"" + id.substring(1, id.length() - 1) + "\",\"recipients\":3}");
        assertThat(message.getHeader("From")).containsExactly("\"Seks, agents\" <agents@acme.example>");
        assertThat(message.getHeader("To", ", ")).isEqualTo("kim@acme.example, ola@other.example");
        assertThat(message.getHeader("Cc")).containsExactly("Lee@acme.example");
        assertThat(message.getHeader("Bcc")).isNull();
        assertThat(message.getSubject()).isEqualTo("grüße: 5 > 4 =?UTF-8?Q?x?=");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(message.getSentDate()).isEqualTo("2026-11-28T12:00:00Z");
        assertThat(message.getContentType()).startsWith("text/plain");
        assertThat(((String) message.getContent()).replace("\r\n", "\n").stripTrailing())
                .isEqualTo("first line\n.\n..second é\n" + "long ".repeat(300) + "\nFrom the end");
        assertThat(GreenMailUtil.getWholeMessage(message)).doesNotContain("pass:word");
    }

    @Test
    void namesAMessageTheSameWheneverItIsSent() throws Exception {
        send(Map.of("to", "kim@acme.example", "subject", "s", "text", "t"));
        send(Map.of("to", "kim@acme.example", "subject", "s", "text", "t"));

        assertThat(server.getReceivedMessages()[0].getMessageID())
                .isEqualTo(server.getReceivedMessages()[1].getMessageID());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eve@evil.example",
                "kim@acme.example, eve@evil.example",
                "kim@acme.example\r\nBcc: eve@evil.example",
                "kim@acme.example>\r\nRCPT TO:<eve@evil.example",
                "Kim <kim@acme.example>",
                "\"eve@evil.example\"@acme.example",
                "eve%evil.example@acme.example",
                "@evil.example:kim@acme.example",
                "kim@acme.example.",
                "kim@sub.acme.example",
                "staff: kim@acme.example;",
                ""
            })
    void refusesARecipientThatTheCatalogueDoesNotAllow(String recipient) {
        CallOutcome alone = send(Map.of("to", recipient, "subject", "s", "text", "t"));
        CallOutcome copied = send(Map.of("to", "kim@acme.example", "copies", recipient, "subject", "s", "text", "t"));
        CallOutcome listed = send(Map.of("to", List.of("kim@acme.example", recipient), "subject", "s", "text", "t"));

        for (CallOutcome outcome : List.of(alone, copied, listed)) {
            assertThat(outcome.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(outcome.error().code()).isEqualTo("recipient_refused");
            assertThat(outcome.error().message()).doesNotContain("evil");
        }
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void sendsToAFewAtMostAndToEachOnce() {
        List<String> many =
                IntStream.range(0, 4).mapToObj(i -> "p" + i + "@acme.example").toList();

        assertThat(send(Map.of("to", many, "subject", "s", "text", "t")).error().message())
                .isEqualTo("4 recipients, expected at most 3");
        assertThat(send(Map.of("to", List.of(), "subject", "s", "text", "t"))
                        .error()
                        .code())
                .isEqualTo("recipient_refused");
        assertThat(send(Map.of(
                                "to",
                                List.of("kim@acme.example", "kim@ACME.example"),
                                "copies",
                                "kim@acme.example",
                                "subject",
                                "s",
                                "text",
                                "t"))
                        .body())
                .contains("\"recipients\":1}");
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: eve@evil.example", "a\nb", "a\rb", "a\u0000b", "a\u0085b", "a\u2028b", "", "  "})
    void refusesASubjectThatIsNotOneLine(String subject) {
        CallOutcome outcome = send(Map.of("to", "kim@acme.example", "subject", subject, "text", "t"));

        assertThat(outcome.error().code()).isEqualTo("mail_refused");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void boundsWhatIsSent() {
        assertThat(send(Map.of("to", "kim@acme.example", "subject", "s".repeat(251), "text", "t"))
                        .error()
                        .code())
                .isEqualTo("mail_refused");
        assertThat(send(Map.of("to", "kim@acme.example", "subject", "s", "text", "t".repeat(5_001)))
                        .error()
                        .message())
                .isEqualTo("5001 bytes of text, expected at most 5000");
        assertThat(send(Map.of("to", "kim@acme.example", "subject", "s", "text", "a\u0000b"))
                        .error()
                        .code())
                .isEqualTo("mail_refused");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void sendsOverTlsFromTheFirstByte() {
        String catalogue = catalogue(server.getSmtps().getPort(), "implicit").replace("127.0.0.1", "localhost");

        assertThat(run(runner, catalogue).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void sendsNothingToAServerThatDoesNotProveItsName() throws Exception {
        String elsewhere = catalogue(server.getSmtps().getPort(), "implicit");
        String implicit = elsewhere.replace("127.0.0.1", "localhost");
        try (CallRunner trusting = runner(SECRET, SSLContext.getDefault())) {
            assertThat(run(trusting, implicit).error().code()).isEqualTo("unreachable");
        }
        assertThat(run(runner, elsewhere).error().code()).isEqualTo("unreachable");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void saysNothingButEhloBeforeStarttls() throws Exception {
        try (ScriptedServer scripted = new ScriptedServer(Map.of(), tls.server())) {
            CallOutcome outcome =
                    run(runner, catalogue(scripted.port(), "starttls").replace("127.0.0.1", "localhost"));

            assertThat(outcome.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(scripted.heard().stream().filter(line -> !line.startsWith("tls ")))
                    .containsExactly("EHLO acme.example", "STARTTLS");
            assertThat(scripted.heard()).contains("tls MAIL FROM:<agents@acme.example>", "tls .");
            assertThat(scripted.heard()).anyMatch(line -> line.startsWith("tls AUTH PLAIN "));
        }
    }

    @Test
    void sendsNothingToAServerWithoutStarttlsOrWithAnothersCertificate() throws Exception {
        try (ScriptedServer bare = new ScriptedServer(Map.of(), null)) {
            CallOutcome outcome = run(runner, catalogue(bare.port(), "starttls").replace("127.0.0.1", "localhost"));

            assertThat(outcome.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(bare.heard()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
        try (ScriptedServer unknown = new ScriptedServer(Map.of(), tls.server());
                CallRunner trusting = runner(SECRET, SSLContext.getDefault())) {
            CallOutcome outcome =
                    run(trusting, catalogue(unknown.port(), "starttls").replace("127.0.0.1", "localhost"));

            assertThat(outcome.status()).as("nobody vouches for it").isEqualTo(ExecutionStatus.FAILED);
            assertThat(unknown.heard()).noneMatch(line -> line.contains("AUTH") || line.contains("MAIL"));
        }
        try (ScriptedServer other = new ScriptedServer(Map.of(), tls.server())) {
            CallOutcome outcome = run(runner, catalogue(other.port(), "starttls"));

            assertThat(outcome.status())
                    .as("127.0.0.1 is not in the certificate")
                    .isEqualTo(ExecutionStatus.FAILED);
            assertThat(other.heard()).noneMatch(line -> line.contains("AUTH") || line.contains("MAIL"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    CONNECT | 554 go away       | mail_refused  | FAILED
                    CONNECT | 421 not now       | mail_refused  | FAILED
                    AUTH    | 535 no            | login_refused | FAILED
                    EHLO    | 250 no login here | login_refused | FAILED
                    MAIL    | 550 not from you  | mail_refused  | FAILED
                    MAIL    | 451 later         | mail_refused  | FAILED
                    RCPT    | 550 nobody        | mail_refused  | FAILED
                    RCPT    | 452 full          | mail_refused  | FAILED
                    RCPT    | close             | unreachable   | FAILED
                    DATA    | 554 no            | mail_refused  | FAILED
                    DATA    | 451 later         | mail_refused  | FAILED
                    DATA    | close             | unreachable   | FAILED
                    .       | 554 spam          | mail_refused  | FAILED
                    .       | 451 later         | mail_refused  | FAILED
                    .       | close             | unreachable   | OUTCOME_UNKNOWN
                    .       | 299 what          | unreachable   | OUTCOME_UNKNOWN
                    .       | nonsense          | unreachable   | OUTCOME_UNKNOWN
                    QUIT    | 500 no            |               | SUCCEEDED
                    QUIT    | close             |               | SUCCEEDED
                    """)
    void knowsWhatTheServersAnswerMeans(String word, String answer, String code, ExecutionStatus status)
            throws Exception {
        Map<String, String> script = new HashMap<>(Map.of(word, answer));
        try (ScriptedServer scripted = new ScriptedServer(script, null)) {
            CallOutcome outcome = run(runner, catalogue(scripted.port(), "none"));

            assertThat(outcome.status()).isEqualTo(status);
            assertThat(outcome.error() == null ? null : outcome.error().code()).isEqualTo(code);
        }
    }

    /** One of two recipients is refused: neither gets the mail. */
    @Test
    void sendsToAllOrToNobody() throws Exception {
        try (ScriptedServer scripted = new ScriptedServer(Map.of("RCPT TO:<ola", "550 nobody"), null)) {
            CallOutcome outcome = runner.run(call(
                    catalogue(scripted.port(), "none"),
                    Map.of("to", List.of("kim@acme.example", "ola@other.example"), "subject", "s", "text", "t")));

            assertThat(outcome.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(scripted.heard()).contains("RCPT TO:<kim@acme.example>").doesNotContain("DATA");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    EHLO       | BEFORE  | unreachable | FAILED          | 0
                    AUTH PLAIN | AFTER   | unreachable | FAILED          | 0
                    MAIL FROM  | AFTER   | unreachable | FAILED          | 0
                    RCPT TO    | BEFORE  | unreachable | FAILED          | 0
                    RCPT TO    | SILENCE | timed_out   | FAILED          | 0
                    DATA       | AFTER   | unreachable | FAILED          | 0
                    THE DOT    | BEFORE  | unreachable | OUTCOME_UNKNOWN | 0
                    THE DOT    | AFTER   | unreachable | OUTCOME_UNKNOWN | 1
                    THE DOT    | SILENCE | timed_out   | OUTCOME_UNKNOWN | 1
                    QUIT       | BEFORE  |             | SUCCEEDED       | 1
                    """)
    void knowsWhatItCanKnowWhenTheLineBreaks(String word, Cut cut, String code, ExecutionStatus status, int mails)
            throws Exception {
        byte[] spoken = (word.equals("THE DOT") ? "\r\n.\r\n" : word).getBytes(StandardCharsets.US_ASCII);
        try (CuttingProxy proxy = new CuttingProxy(plainPort(), spoken, cut)) {
            String catalogue = catalogue(proxy.port(), "none");
            CallOutcome outcome = run(
                    runner,
                    cut == Cut.SILENCE ? catalogue.replace("limits: {}", "limits: { attempt: 5s }") : catalogue);

            assertThat(outcome.status()).isEqualTo(status);
            assertThat(outcome.error() == null ? null : outcome.error().code()).isEqualTo(code);
            await().dontCatchUncaughtExceptions().atMost(Duration.ofSeconds(60)).until(proxy::wasCut);
        }
        await().dontCatchUncaughtExceptions()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(server.getReceivedMessages()).hasSize(mails));
    }

    /** A text too long to lie in buffers while the line breaks in its midst: the dot was never sent. */
    @Test
    void failsWithoutDoubtWhenTheLineBreaksInsideTheText() throws Exception {
        CallBounds large = new CallBounds(
                Duration.ofSeconds(20),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                32_000_000,
                20_000,
                8,
                8,
                1000,
                Duration.ofSeconds(30));
        try (CuttingProxy proxy =
                        new CuttingProxy(plainPort(), "Subject:".getBytes(StandardCharsets.US_ASCII), Cut.BEFORE);
                CallRunner patient = runner(SECRET, tls.client(), SystemDefaultDnsResolver.INSTANCE, large)) {
            CallOutcome outcome = patient.run(call(
                    catalogue(proxy.port(), "none"),
                    Map.of("to", "kim@acme.example", "subject", "s", "text", "line\n".repeat(6_000_000))));

            assertThat(proxy.wasCut()).isTrue();
            assertThat(outcome.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(outcome.error().code()).isEqualTo("unreachable");
        }
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void tellsWhyItCannotLogIn() {
        try (CallRunner wrong = runner("robot@acme.example:wrong", tls.client());
                CallRunner none = runner("no-colon", tls.client())) {
            assertThat(run(wrong, catalogue(plainPort(), "none")).error().code())
                    .isEqualTo("login_refused");
            assertThat(run(none, catalogue(plainPort(), "none")).error().code()).isEqualTo("credential_unusable");
        }
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void connectsNowhereInsideUnlessTheCatalogueSaysSo() {
        String outside = catalogue(plainPort(), "starttls").replace("allow_private: true", "allow_private: false");

        assertThat(run(runner, outside).error().code()).isEqualTo("address_refused");
        assertThat(run(runner, catalogue(plainPort(), "none").replace("127.0.0.1", "169.254.1.1"))
                        .error()
                        .code())
                .isEqualTo("address_refused");
        assertThat(run(runner, catalogue(1, "none")).error().code()).isEqualTo("unreachable");
    }

    @Test
    void triesTheNextAddressWhereNobodyListens() {
        DnsResolver names = new Names("127.0.0.2", "127.0.0.3", "127.0.0.1");
        try (CallRunner named = runner(SECRET, tls.client(), names, BOUNDS)) {
            CallOutcome outcome = run(named, catalogue(plainPort(), "none").replace("127.0.0.1", "mail.example"));

            assertThat(outcome.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(server.getReceivedMessages()).hasSize(1);
        }
    }

    /** Each address has its share of the time: the first must not take what the second needs. */
    @Test
    void triesTheNextAddressWhereNobodySpeaks() throws Exception {
        CallBounds bounds = new CallBounds(
                Duration.ofSeconds(8),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                5_000,
                20_000,
                8,
                8,
                1000,
                Duration.ofSeconds(30));
        int port = server.getSmtps().getPort();
        try (ServerSocket silent = new ServerSocket(port, 5, InetAddress.getByName("127.0.0.2"));
                CallRunner named = runner(SECRET, tls.client(), new Names("127.0.0.2", "127.0.0.1"), bounds)) {
            CallOutcome outcome = run(named, catalogue(port, "implicit").replace("127.0.0.1", "localhost"));

            assertThat(outcome.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            silent.accept().close(); // it was called
        }
    }

    @Test
    void callsNoAddressOfANameThatAlsoPointsWhereItMustNot() throws Exception {
        try (ServerSocketChannel listening = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
                CallRunner named = runner(SECRET, tls.client(), new Names("127.0.0.1", "169.254.169.254"), BOUNDS)) {
            listening.configureBlocking(false);

            CallOutcome outcome = run(
                    named, catalogue(listening.socket().getLocalPort(), "none").replace("127.0.0.1", "mail.example"));

            assertThat(outcome.error().code()).isEqualTo("address_refused");
            assertThat(outcome.error().message()).contains("mail.example has the address 169.254.169.254");
            assertThat(listening.accept()).isNull();
        }
    }

    @Test
    void sendsNothingWhenTheGateShutsWhileItLogsIn() {
        ActionCall send =
                call(catalogue(plainPort(), "none"), Map.of("to", "kim@acme.example", "subject", "s", "text", "t"));

        CallOutcome kept = runner.run(send.behind(new ShuttingGate(1)));

        assertThat(kept.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(kept.error()).isEqualTo(ShuttingGate.SHUT);
        assertThat(runner.run(send.behind(new ShuttingGate(2))).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    /** A line without an end would fill the memory long before the time is over. */
    @Test
    void hearsNoMoreThanAServerMaySay() throws Exception {
        try (ServerSocket endless = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread speaker = new Thread(() -> speak(endless));
            speaker.start();

            CallOutcome outcome = run(runner, catalogue(endless.getLocalPort(), "none"));
            speaker.join();

            assertThat(outcome.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(outcome.error().code()).isEqualTo("unreachable");
        }
    }

    /** Says one line until nobody listens. */
    private static void speak(ServerSocket server) {
        try (Socket line = server.accept()) {
            byte[] more = "2".repeat(8192).getBytes(StandardCharsets.US_ASCII);
            while (true) {
                line.getOutputStream().write(more);
            }
        } catch (IOException e) {
            // as it should be
        }
    }

    /** For a name service that hangs there is the time that connecting may take, and no more. */
    @Test
    void waitsForNoNameLongerThanItMayTakeToConnect() {
        CallBounds bounds = new CallBounds(
                Duration.ofMillis(100),
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                5_000,
                20_000,
                8,
                8,
                1000,
                Duration.ofSeconds(30));
        try (HangingNames names = new HangingNames();
                CallRunner named = runner(SECRET, tls.client(), names, bounds)) {
            CallOutcome outcome = run(named, catalogue(plainPort(), "none").replace("127.0.0.1", "mail.example"));

            assertThat(outcome.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(outcome.error().message()).contains("host name was not resolved in time");
        }
    }

    private CallOutcome send(Map<String, Object> params) {
        return runner.run(call(catalogue(plainPort(), "none"), params));
    }

    private static CallOutcome run(CallRunner runner, String catalogue) {
        return runner.run(call(catalogue, Map.of("to", "kim@acme.example", "subject", "s", "text", "t")));
    }

    private static ActionCall call(String catalogue, Map<String, Object> params) {
        return CatalogueFixture.call(catalogue, "send", params);
    }

    private static String catalogue(int port, String security) {
        return """
            service: mail
            allow_private: true
            smtp:
              host: 127.0.0.1
              port: %d
              tls: %s
              from: agents@acme.example
              from_name: "Seks, agents"
              recipients: [acme.example, ola@other.example]
              max_recipients: 3
            credential: { ref: mail, inject: { login: "{user}:{password}" } }
            limits: {}
            actions:
              send:
                summary: s
                effect: send
                email: SEND
                params:
                  to: { type: strings, required: true }
                  copies: { type: string, in: cc }
                  subject: { type: string, required: true }
                  text: { type: string, required: true }
                returns: [message_id, recipients]
            """.formatted(port, security);
    }
}
