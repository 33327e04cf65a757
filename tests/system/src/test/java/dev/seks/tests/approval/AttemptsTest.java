// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.approval;

import static dev.seks.tests.approval.Asking.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.approval.ApprovalConfig;
import dev.seks.approval.ApprovalService;
import dev.seks.approval.signon.FakeProvider;
import dev.seks.approval.signon.SignOnConfig;
import dev.seks.approval.slack.FakeSlack;
import dev.seks.approval.slack.Presses;
import dev.seks.approval.slack.SlackConfigFile;
import dev.seks.cli.Seks;
import dev.seks.schemas.record.Attempt;
import dev.seks.schemas.record.AttemptReason;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.signature.Ed25519PrivateKey;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.topic.ClusterId;
import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Signatures;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.wire.WireException;
import dev.seks.tests.client.Run;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Refused attempts on a real broker: each kind is a record, no secret is in one, and no flood of them does harm. */
class AttemptsTest {
    private static final int FLOOD = 10_000;

    /** More than what one address is let write at once, and in the minutes that this may take. */
    private static final int BOUND = 500;

    private static final String MARKER = "marker-that-is-a-secret-";

    @TempDir
    private Path folder;

    private final FakeSlack slack = new FakeSlack();
    private final FakeProvider provider = new FakeProvider();
    private Asking asking;

    @BeforeEach
    void open() throws Exception {
        asking = new Asking(folder);
    }

    @AfterEach
    void close() {
        asking.close();
        provider.close();
        slack.close();
    }

    @Test
    void eachIsOneRecordSignedAndWithoutASecret() throws Exception {
        String digest = asking.pending("r-1");
        String anothers = asking.pendingFor("ann", "r-2");
        List<String> secrets = new ArrayList<>(List.of(
                Asking.TOKEN,
                MARKER,
                FakeSlack.SIGNING_SECRET,
                FakeSlack.BOT_TOKEN,
                FakeProvider.SECRET,
                "seks-inbox-"));
        try (ApprovalService service = everything()) {
            verdict(service, digest, "Bearer " + MARKER + "token", "{\"verdict\":\"APPROVE\"}");
            verdict(service, digest, null, "{\"verdict\":\"APPROVE\"}");
            verdict(
                    service,
                    anothers,
                    "Bearer " + Asking.TOKEN,
                    "{\"verdict\":\"DENY\",\"comment\":\"" + MARKER + "\"}");
            verdict(service, digest, "Bearer " + Asking.TOKEN, "{\"verdict\":\"" + MARKER + "body\"}");
            verdict(service, MARKER + "digest", "Bearer " + Asking.TOKEN, "{\"verdict\":\"DENY\"}");
            form(service, "/sign-in", "", "token=" + MARKER + "token");
            asking.send(HttpRequest.newBuilder(at(service, "/sign-in/" + MARKER + "code")));
            String cookie = cookie(service);
            secrets.add(cookie.substring(cookie.indexOf('=') + 1));
            form(service, "/approvals/" + digest, cookie, "form=" + MARKER + "&verdict=approve&comment=" + MARKER);
            secrets.addAll(slackCalls(service, digest));
            secrets.addAll(signOn(service));

            assertThat(asking.approve(service, digest)).isEqualTo(202);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(reasons())
                            .containsExactlyInAnyOrder(
                                    AttemptReason.WRONG_TOKEN,
                                    AttemptReason.NOT_SIGNED_IN,
                                    AttemptReason.NOT_ENTITLED,
                                    AttemptReason.MALFORMED,
                                    AttemptReason.NOT_A_DIGEST,
                                    AttemptReason.WRONG_TOKEN,
                                    AttemptReason.WRONG_LINK,
                                    AttemptReason.FOREIGN_FORM,
                                    AttemptReason.CALL_NOT_SIGNED,
                                    AttemptReason.CALL_STALE,
                                    AttemptReason.SIGN_ON_NOT_LISTED));
        }
        assertThat(asking.verdicts()).hasSize(1);
        assertThat(attempts()).hasSize(11);
        for (ConsumerRecord<byte[], byte[]> record : attempts()) {
            Attempt attempt = decoded(record);
            assertThat(new String(record.key(), StandardCharsets.UTF_8))
                    .isEqualTo(attempt.getDomain() == null ? "_p0" : Asking.DOMAIN);
            assertThat(record.partition()).isEqualTo(attempt.getDomain() == null ? 0 : asking.partition());
            assertThat(attempt.getSource()).isEqualTo("127.0.0.1");
            assertThat(secrets).as("%s", attempt).noneMatch(text(record)::contains);
        }
        JsonNode listed = only(audit("--reason", "NOT_ENTITLED"));
        assertThat(listed.at("/value/person").asText()).isEqualTo(Asking.PERSON);
        assertThat(listed.at("/value/requestDigest").asText()).isEqualTo(anothers);
        assertThat(listed.at("/value/verdict").asText()).isEqualTo("DENY");
        assertThat(only(audit("--person", FakeProvider.SUBJECT))
                        .at("/value/identity/proven")
                        .asBoolean())
                .isTrue();
        assertThat(only(audit("--person", "U1")).at("/value/identity/proven").asBoolean())
                .isFalse();
        assertThat(audit().json())
                .hasSize(11)
                .allMatch(line -> line.get("genuine").asBoolean());
        assertThat(audit("--since", "1h", "--limit", "3").json()).hasSize(3);
        assertThat(audit("--until", "1h").json()).isEmpty();
        assertThat(audit("--domain", Asking.DOMAIN).json()).hasSize(6);
        Run shown = seks("audit", "show", anothers);
        assertThat(shown.out()).contains("refused: NOT_ENTITLED by API: " + Asking.PERSON);
    }

    @Test
    void theCommandTellsWhatAnAdministratorForged() throws Exception {
        asking.pending("r-1");
        try (ApprovalService service = asking.service()) {
            asking.send(HttpRequest.newBuilder(at(service, "/v1/approvals")).header("Authorization", "Bearer another"));
            await().atMost(SOON).untilAsserted(() -> assertThat(attempts()).hasSize(1));
        }
        assertThat(audit().code()).isZero();
        Attempt invented = Attempt.newBuilder()
                .setAt(Instant.EPOCH)
                .setReason(AttemptReason.NOT_ENTITLED)
                .setChannel(Channel.WEB)
                .setDomain(Asking.DOMAIN)
                .setPerson("ann")
                .build();
        byte[] value = asking.codecs().attempt().encode(invented);
        byte[] key = Asking.DOMAIN.getBytes(StandardCharsets.UTF_8);
        String topic = asking.topics().name(Topic.ATTEMPTS);
        ConsumerRecord<byte[], byte[]> genuine = attempts().get(0);
        try (Admin admin = Admin.create(asking.client());
                KafkaProducer<byte[], byte[]> forger =
                        new KafkaProducer<>(asking.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            RecordSigner another = new RecordSigner(Ed25519PrivateKey.of(new byte[32]), ClusterId.of(admin));
            forger.send(new ProducerRecord<>(topic, key, value)).get();
            forger.send(Signatures.sign(another, RecordKind.ATTEMPT, new ProducerRecord<>(topic, key, value)))
                    .get();
            forger.send(new ProducerRecord<>(topic, null, key, genuine.value(), genuine.headers()))
                    .get();
            forger.send(new ProducerRecord<>(topic, key, new byte[] {1, 2, 3})).get();
            forger.send(new ProducerRecord<>(topic, (byte[]) null, (byte[]) null))
                    .get();
        }

        Run told = audit();

        assertThat(told.code()).isEqualTo(1);
        assertThat(told.json().stream().filter(line -> line.get("genuine").asBoolean()))
                .hasSize(1);
        assertThat(told.json().stream().filter(line -> !line.get("genuine").asBoolean()))
                .hasSize(5);
        Run text = seks("audit", "attempts", "--trust", asking.keys().trust().toString());
        assertThat(text.code()).isEqualTo(1);
        assertThat(text.out().lines().filter(line -> line.contains("FORGED"))).hasSize(5);
        Run unchecked = seks("audit", "attempts", "--json");
        assertThat(unchecked.code()).isZero();
        assertThat(unchecked.json())
                .hasSize(6)
                .allMatch(line -> line.get("genuine").isNull());
        assertThat(unchecked.err()).contains("it is not checked who wrote this");
    }

    @Test
    void theCommandFollowsWhatHappensUntilNobodyReadsIt() throws Exception {
        try (ApprovalService service = asking.service()) {
            Following output = new Following();
            Thread follower = new Thread(() -> Seks.run(
                    new String[] {
                        "audit",
                        "attempts",
                        "--follow",
                        "--trust",
                        asking.keys().trust().toString(),
                        "--kafka",
                        String.valueOf(asking.client().get("bootstrap.servers"))
                    },
                    new PrintWriter(output, true),
                    new PrintWriter(new StringWriter())));
            follower.start();

            await().atMost(SOON).until(() -> {
                verdict(service, "0".repeat(64), "Bearer another", "{}");
                return output.text().lines().count() > 1;
            });
            output.left = true;

            follower.join(SOON.toMillis());
            assertThat(follower.isAlive()).isFalse();
            assertThat(output.text()).contains("WRONG_TOKEN").doesNotContain("FORGED");
        }
    }

    /** A terminal whose reader may leave. */
    private static final class Following extends Writer {
        private final StringBuffer text = new StringBuffer();
        private volatile boolean left;

        String text() {
            return text.toString();
        }

        @Override
        public void write(char[] characters, int offset, int length) throws IOException {
            requireReader();
            text.append(characters, offset, length);
        }

        @Override
        public void flush() throws IOException {
            requireReader();
        }

        private void requireReader() throws IOException {
            if (left) {
                throw new IOException("nobody reads this");
            }
        }

        @Override
        public void close() {}
    }

    @Test
    void aFloodIsWrittenBoundedlyAndCountedWholeWhileOthersDecide() throws Exception {
        String digest = asking.pending("r-1");
        String metrics;
        try (ApprovalService service = asking.service()) {
            flood(service);

            assertThat(asking.approve(service, digest)).isEqualTo(202);
            verdict(service, digest, "Bearer " + Asking.TOKEN, "{\"verdict\":\"APPROVE\"}");
            await().atMost(SOON).untilAsserted(() -> assertThat(reasons()).contains(AttemptReason.ALREADY_ANSWERED));
            metrics = asking.metrics(service);
        }
        assertThat(asking.verdicts()).hasSize(1);
        assertThat(metrics).contains("seks_refused_attempts_total{record=\"too_many\"}");
        List<Attempt> written = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : attempts()) {
            written.add(decoded(record));
        }
        long oneByOne = written.stream()
                .filter(attempt -> attempt.getReason() != AttemptReason.SUPPRESSED)
                .count();
        long counted = written.stream().mapToLong(Attempt::getSuppressedBefore).sum();
        assertThat(written.size()).isLessThan(BOUND);
        assertThat(oneByOne + counted).as("none is forgotten").isEqualTo(FLOOD + 1);
    }

    /** Ten thousand wrong tokens, from a few connections at once. */
    private void flood(ApprovalService service) throws Exception {
        int threads = 4;
        ExecutorService attackers = Executors.newFixedThreadPool(threads);
        try {
            Callable<Void> attack = () -> {
                for (int i = 0; i < FLOOD / threads; i++) {
                    assertThat(asking.send(HttpRequest.newBuilder(at(service, "/v1/approvals"))
                                            .header("Authorization", "Bearer " + i))
                                    .statusCode())
                            .isEqualTo(401);
                }
                return null;
            };
            for (Future<Void> done : attackers.invokeAll(List.of(attack, attack, attack, attack))) {
                done.get();
            }
        } finally {
            attackers.shutdownNow();
        }
    }

    private ApprovalService everything() throws Exception {
        Path secret = folder.resolve("client.secret");
        SlackSettings.secret(secret, FakeProvider.SECRET);
        ApprovalConfig config = asking.config()
                .withSlack(SlackConfigFile.read(SlackSettings.ofUrl(folder, slack)))
                .withSignOn(new SignOnConfig(provider.config().issuer(), FakeProvider.CLIENT, secret, "Acme", null));
        ApprovalService service = ApprovalService.start(config);
        await().atMost(SOON).until(service::ready);
        return service;
    }

    /** A forged call and an old one; gives what no record may hold. */
    private List<String> slackCalls(ApprovalService service, String digest) {
        URI address = at(service, "/slack/actions");
        String body = Presses.body(Presses.press(slack, "seks-approve", digest, "U1"));
        HttpRequest.Builder old =
                Presses.call(address, body, Instant.now().minusSeconds(3_600), FakeSlack.SIGNING_SECRET);
        assertThat(asking.send(Presses.call(address, body, Instant.now(), MARKER))
                        .statusCode())
                .isEqualTo(401);
        assertThat(asking.send(old).statusCode()).isEqualTo(401);
        return List.of(
                old.build().headers().firstValue("X-Slack-Signature").orElseThrow(),
                slack.responseUrl().toString());
    }

    /** Somebody whom no policy names signs on with the provider; gives what no record may hold. */
    private List<String> signOn(ApprovalService service) {
        HttpResponse<String> begun = asking.send(HttpRequest.newBuilder(at(service, "/sign-in/sso")));
        URI there = location(begun);
        URI back = location(asking.send(HttpRequest.newBuilder(there)));
        String cookie = begun.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        assertThat(asking.send(HttpRequest.newBuilder(back).header("Cookie", cookie))
                        .statusCode())
                .isEqualTo(403);
        return List.of(
                cookie.substring(cookie.indexOf('=') + 1),
                parameter(back, "code"),
                parameter(back, "state"),
                parameter(there, "nonce"));
    }

    private static URI location(HttpResponse<String> answer) {
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    private static String parameter(URI address, String name) {
        Matcher found = Pattern.compile("[?&]" + name + "=([^&]+)").matcher(address.toString());
        assertThat(found.find()).as("%s in %s", name, address).isTrue();
        return found.group(1);
    }

    private String cookie(ApprovalService service) {
        return asking.send(HttpRequest.newBuilder(service.signInLink()))
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";")[0];
    }

    private void verdict(ApprovalService service, String digest, String authorization, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(service, "/v1/approvals/" + digest + "/verdicts"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        assertThat(asking.send(authorization == null ? request : request.header("Authorization", authorization))
                        .statusCode())
                .isGreaterThanOrEqualTo(400);
    }

    private void form(ApprovalService service, String path, String cookie, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(service, path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        assertThat(asking.send(cookie.isEmpty() ? request : request.header("Cookie", cookie))
                        .statusCode())
                .isGreaterThanOrEqualTo(400);
    }

    private static URI at(ApprovalService service, String path) {
        return URI.create("http://127.0.0.1:" + service.port() + path);
    }

    private List<ConsumerRecord<byte[], byte[]>> attempts() {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (LogReader reader = LogReader.of(asking.client(), asking.topics(), List.of(Topic.ATTEMPTS))) {
            reader.drain(SOON, found::add);
        }
        return found;
    }

    private List<AttemptReason> reasons() throws WireException {
        List<AttemptReason> reasons = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : attempts()) {
            reasons.add(decoded(record).getReason());
        }
        return reasons;
    }

    private Attempt decoded(ConsumerRecord<byte[], byte[]> record) throws WireException {
        return asking.codecs().attempt().decode(record.value());
    }

    /** All bytes of a record, as text in which every ASCII secret would be seen. */
    private static String text(ConsumerRecord<byte[], byte[]> record) {
        StringBuilder text = new StringBuilder();
        text.append(new String(record.key(), StandardCharsets.ISO_8859_1));
        text.append(new String(record.value(), StandardCharsets.ISO_8859_1));
        for (Header header : record.headers()) {
            text.append(header.key()).append(new String(header.value(), StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    private Run audit(String... options) {
        List<String> line = new ArrayList<>(List.of(
                "audit", "attempts", "--json", "--trust", asking.keys().trust().toString()));
        line.addAll(List.of(options));
        return seks(line.toArray(String[]::new));
    }

    private Run seks(String... line) {
        List<String> all = new ArrayList<>(List.of(line));
        all.addAll(List.of("--kafka", String.valueOf(asking.client().get("bootstrap.servers"))));
        return Run.seks(all.toArray(String[]::new));
    }

    private static JsonNode only(Run run) {
        assertThat(run.json()).hasSize(1);
        return run.json().get(0);
    }
}
