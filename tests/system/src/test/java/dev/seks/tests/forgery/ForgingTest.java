// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.forgery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seks.cli.dev.AllInOne;
import dev.seks.cli.dev.DevOptions;
import dev.seks.cli.forge.Call;
import dev.seks.client.ClientConfig;
import dev.seks.client.FinalState;
import dev.seks.client.Request;
import dev.seks.client.SeksClient;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.signature.Ed25519PrivateKey;
import dev.seks.schemas.signature.HmacKey;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.signature.Signer;
import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Signatures;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Forged, altered, copied and re-ordered records in every topic, written as Kafka's administrator: no call is made, and the
 * journal says why of each that the broker reads.
 */
@Tag("slow")
class ForgingTest {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String AGENT = "aeonbyte";
    private static final String SITE = "{\"owner\":\"acme\",\"repo\":\"site\"}";
    private static final Ed25519PrivateKey FORGERS = Ed25519PrivateKey.of(new byte[Ed25519PrivateKey.BYTES]);

    @TempDir
    private Path folder;

    private final Map<String, RecordMetadata> refused = new HashMap<>();
    private AllInOne all;
    private KafkaProducer<byte[], byte[]> administrator;

    @Test
    void nothingThatKafkasAdministratorWritesMakesTheExecutorAct() throws Exception {
        FinalState waiting;
        List<String> calls;
        try (AllInOne first = start()) {
            assertThat(first.policyVersion()).isEqualTo(1);
            ask("repos.get", SITE);
            ask("repos.delete", SITE);
            waiting = pending();
            calls = calls();

            forgeInputs(waiting.decision());
            forgeOutputs(waiting.decision());
            copyEverything();
            requireJournalled();
            assertThat(ask("repos.list", "{\"owner\":\"acme\"}").succeeded()).isTrue();
            assertThat(calls()).containsExactlyElementsOf(with(calls, "GET /users/acme/repos"));
            administrator.close();
        }
        try (AllInOne again = start()) {
            copyEverything();
            assertThat(ask("issues.list", SITE).succeeded()).isTrue();
            assertThat(calls()).containsExactly("GET /repos/acme/site/issues");
            assertThat(again.policyVersion()).isEqualTo(1);
            administrator.close();
        }
    }

    /** What would let the agent do more, if it were believed. */
    private void forgeInputs(Decision pending) throws Exception {
        byte[] approve = all.codecs()
                .verdict()
                .encode(Verdict.newBuilder()
                        .setDomain(all.domain())
                        .setRequestId(pending.getRequestId())
                        .setAgent(AGENT)
                        .setRequestDigest(pending.getRequestDigest())
                        .setPerson(pending.getApproval()
                                .getApprovers()
                                .get(0)
                                .getPeople()
                                .get(0))
                        .setChannel(Channel.WEB)
                        .setVerdict(VerdictChoice.APPROVE)
                        .setGivenAt(now())
                        .build());
        refused.put("a verdict", write(Topic.VERDICTS, approve, RecordKind.VERDICT, FORGERS));
        refused.put("a verdict unsigned", write(message(Topic.VERDICTS, approve)));
        byte[] bundle = bundle();
        refused.put("a bundle", write(Topic.POLICIES, bundle, RecordKind.BUNDLE, FORGERS));
        refused.put("a bundle unsigned", write(message(Topic.POLICIES, bundle)));
        ConsumerRecord<byte[], byte[]> genuine = read(Topic.POLICIES).get(0);
        refused.put(
                "a bundle under the signature of another",
                write(new ProducerRecord<>(
                        genuine.topic(), genuine.partition(), genuine.key(), bundle, genuine.headers())));
        byte[] freeze = order();
        refused.put("an order", write(Topic.CONTROLS, freeze, RecordKind.CONTROL, FORGERS));
        refused.put("an order unsigned", write(message(Topic.CONTROLS, freeze)));
        ConsumerRecord<byte[], byte[]> asked = read(Topic.REQUESTS).get(0);
        byte[] altered = asked.value().clone();
        altered[altered.length - 1] ^= 1;
        refused.put(
                "an altered request",
                write(new ProducerRecord<>(asked.topic(), asked.partition(), asked.key(), altered, asked.headers())));
        refused.put("a request unsigned", write(message(Topic.REQUESTS, asked.value())));
        refused.put("a request of a stranger", write(Topic.REQUESTS, asked.value(), RecordKind.REQUEST, FORGERS));
    }

    /** What would make the executor act, if it were believed. */
    private void forgeOutputs(Decision pending) throws Exception {
        byte[] approved = all.codecs()
                .decision()
                .encode(Decision.newBuilder()
                        .setDomain(pending.getDomain())
                        .setRequestId(pending.getRequestId())
                        .setAgent(pending.getAgent())
                        .setService(pending.getService())
                        .setAction(pending.getAction())
                        .setRequest(pending.getRequest())
                        .setRequestDigest(pending.getRequestDigest())
                        .setRequestCoordinates(pending.getRequestCoordinates())
                        .setExplanation("forged")
                        .setRules(List.of())
                        .setLimits(List.of())
                        .setPolicyVersion(pending.getPolicyVersion())
                        .setPolicyDigest(pending.getPolicyDigest())
                        .setBundleDigest(pending.getBundleDigest())
                        .setDecidedAt(pending.getDecidedAt())
                        .setOutcome(Outcome.APPROVED)
                        .setReason(Reason.APPROVED_BY_PEOPLE)
                        .setSeq(pending.getSeq() + 1_000)
                        .setExecuteWithinMs(120_000L)
                        .build());
        HmacKey guessed = HmacKey.of("decision-1", new byte[HmacKey.BYTES]);
        write(message(Topic.APPROVED, approved));
        write(Topic.APPROVED, approved, RecordKind.DECISION, guessed);
        write(Topic.APPROVED, approved, RecordKind.DECISION, FORGERS);
        ConsumerRecord<byte[], byte[]> waits = read(Topic.PENDING).get(0);
        write(new ProducerRecord<>(
                all.topics().name(Topic.APPROVED), waits.partition(), waits.key(), waits.value(), waits.headers()));
        write(new ProducerRecord<>(
                all.topics().name(Topic.APPROVED), waits.partition(), waits.key(), approved, waits.headers()));
        for (Topic topic : List.of(Topic.CLAIMS, Topic.PROGRESS, Topic.RESULTS, Topic.JOURNAL, Topic.PENDING)) {
            write(message(topic, new byte[] {0, 1, 2}));
            write(message(topic, approved));
        }
    }

    /** Every record of every topic once more, in the order of the topics and not of the log, as it is. */
    private void copyEverything() throws Exception {
        for (Topic topic : List.of(
                Topic.APPROVED,
                Topic.CONTROLS,
                Topic.VERDICTS,
                Topic.POLICIES,
                Topic.REQUESTS,
                Topic.CLAIMS,
                Topic.PROGRESS,
                Topic.RESULTS,
                Topic.TICKS)) {
            for (ConsumerRecord<byte[], byte[]> logged : read(topic)) {
                write(new ProducerRecord<>(
                        logged.topic(), logged.partition(), logged.key(), logged.value(), logged.headers()));
            }
        }
    }

    private void requireJournalled() {
        Map<String, JournalEntry> entries = new HashMap<>();
        await().atMost(SOON).untilAsserted(() -> {
            read(Topic.JOURNAL).forEach(logged -> {
                try {
                    JournalEntry entry = all.codecs().journal().decode(logged.value());
                    entries.put(
                            entry.getCause().getTopic() + "@" + entry.getCause().getOffset(), entry);
                } catch (WireException e) {
                    return; // one of the forged
                }
            });
            assertThat(refused)
                    .allSatisfy((what, at) -> assertThat(entries).as(what).containsKey(at.topic() + "@" + at.offset()));
        });
        assertThat(refused)
                .hasSize(10)
                .allSatisfy((what, at) -> assertThat(entries.get(at.topic() + "@" + at.offset()))
                        .as(what)
                        .returns(Reason.NOT_AUTHENTICATED, JournalEntry::getReason)
                        .returns("_p" + at.partition(), JournalEntry::getDomain));
    }

    private AllInOne start() {
        all = AllInOne.start(DevOptions.in(folder), Clock.systemUTC());
        administrator = new KafkaProducer<>(all.client(), new ByteArraySerializer(), new ByteArraySerializer());
        return all;
    }

    private SeksClient client() {
        return SeksClient.open(ClientConfig.of(all.kafka(), all.domain())
                .signing(AGENT, all.keys().signerOf(all.domain(), AGENT)));
    }

    private FinalState ask(String action, String params) {
        try (SeksClient client = client()) {
            return client.submit(Request.of(AGENT, "github", action).params(params))
                    .awaitFinished(SOON);
        }
    }

    private FinalState pending() {
        try (SeksClient client = client()) {
            return new FinalState(
                    client.submit(Request.of(AGENT, "github", "repos.create").params("{\"name\":\"shop\"}"))
                            .awaitDecided(SOON),
                    null);
        }
    }

    private List<String> calls() {
        return all.forge().orElseThrow().calls().stream()
                .filter(Call::authorised)
                .map(call -> call.method() + " " + call.path())
                .toList();
    }

    private static List<String> with(List<String> calls, String more) {
        List<String> longer = new ArrayList<>(calls);
        longer.add(more);
        return longer;
    }

    private byte[] bundle() throws WireException {
        PolicyBundle genuine =
                all.codecs().bundle().decode(read(Topic.POLICIES).get(0).value());
        return all.codecs()
                .bundle()
                .encode(PolicyBundle.newBuilder()
                        .setDomain(genuine.getDomain())
                        .setVersion(2)
                        .setPolicy(genuine.getPolicy())
                        .setCatalogue(genuine.getCatalogue())
                        .setOperators(genuine.getOperators())
                        .setAuthor(genuine.getAuthor())
                        .setMessage("forged")
                        .setCreatedAt(now())
                        .build());
    }

    private byte[] order() {
        return all.codecs()
                .control()
                .encode(Control.newBuilder()
                        .setDomain(all.domain())
                        .setKind(ControlKind.FREEZE)
                        .setPerson("somebody")
                        .setGivenAt(now())
                        .build());
    }

    private RecordMetadata write(Topic topic, byte[] value, RecordKind kind, Signer key) throws Exception {
        return write(Signatures.sign(new RecordSigner(key, all.clusterId()), kind, message(topic, value)));
    }

    private RecordMetadata write(ProducerRecord<byte[], byte[]> message) throws Exception {
        return administrator.send(message).get();
    }

    private ProducerRecord<byte[], byte[]> message(Topic topic, byte[] value) {
        return new ProducerRecord<>(all.topics().name(topic), all.domain().getBytes(StandardCharsets.UTF_8), value);
    }

    private List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (LogReader reader = LogReader.of(all.client(), all.topics(), List.of(topic))) {
            reader.drain(SOON, found::add);
        }
        return found;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
