// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.broker.decision.Backlog;
import dev.seks.broker.decision.Event;
import dev.seks.broker.decision.TestKeys;
import dev.seks.broker.decision.Trust;
import dev.seks.schemas.control.Freeze;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordVerifier;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.topic.Signatures;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.RecordCodec;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.schemas.wire.WireException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecideProcessorTest {
    private static final Codecs CODECS = Codecs.of(SchemaIds.builtIn());
    private static final Topics TOPICS = Topics.withPartitions(1);
    private static final Instant START = Instant.parse("2026-01-05T12:00:00Z");

    private static final BrokerKeys KEYS =
            new BrokerKeys(TestKeys.ROOTS, TestKeys.AGENTS, TestKeys.DECISIONS, Trust.RequestProof.REQUIRED);

    @TempDir
    Path folder;

    private TopologyTestDriver driver;
    private Instant now = START;
    private int ids;

    @BeforeEach
    void start() throws IOException {
        Properties settings = Broker.settings(
                BrokerConfig.single(Map.of("bootstrap.servers", "none:1"), TOPICS, SchemaIds.builtIn(), KEYS, folder));
        driver = new TopologyTestDriver(
                new BrokerTopology(TOPICS, CODECS, TestKeys.TRUST, TestKeys.DECISIONS).build(), settings, START);
        publishPolicy();
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void routesEachRequestToTheTopicOfItsOutcome() {
        ask("repos.list");
        ask("repos.delete");
        ask("repos.create");

        assertThat(read(Topic.APPROVED, CODECS.decision()))
                .extracting(Decision::getReason)
                .containsExactly(Reason.ALLOWED_BY_RULE);
        assertThat(read(Topic.DENIED, CODECS.decision()))
                .extracting(Decision::getReason)
                .containsExactly(Reason.DENIED_BY_RULE);
        assertThat(read(Topic.PENDING, CODECS.decision()))
                .extracting(Decision::getReason)
                .containsExactly(Reason.APPROVAL_REQUIRED);
        assertThat(read(Topic.JOURNAL, CODECS.journal()))
                .extracting(JournalEntry::getSeq)
                .containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void signsDecisionsAndNothingElseAndInheritsNoHeader() {
        ask("repos.list");

        TestRecord<byte[], byte[]> decision = output(Topic.APPROVED).readRecord();
        assertThat(decision.getHeaders().toArray()).hasSize(1);
        assertThat(Signatures.read(decision.getHeaders()))
                .isInstanceOfSatisfying(
                        SignatureHeader.Reading.Sound.class,
                        sound -> assertThat(new RecordVerifier(TestKeys.CLUSTER)
                                        .verifies(
                                                TestKeys.DECISIONS,
                                                sound.header(),
                                                RecordKind.DECISION,
                                                TOPICS.name(Topic.APPROVED),
                                                decision.value()))
                                .isTrue());
        assertThat(output(Topic.JOURNAL).readRecord().getHeaders().toArray()).isEmpty();
    }

    @Test
    void writesAtMostThreeStateValuesForADecision() {
        ask("repos.list");
        long before = stored();

        ask("repos.list");

        assertThat(stored() - before).isEqualTo(1); // the answer; domain and book were there and are written over
    }

    @Test
    void ticksWhenAndOnlyWhenSomethingIsDue() {
        ask("repos.create");
        driver.advanceWallClockTime(Duration.ofMinutes(15).minusSeconds(1));
        assertThat(read(Topic.TICKS, CODECS.tick())).isEmpty();

        now = now.plus(Duration.ofMinutes(15));
        driver.advanceWallClockTime(Duration.ofSeconds(1));

        assertThat(read(Topic.TICKS, CODECS.tick())).hasSize(1);
        assertThat(read(Topic.DENIED, CODECS.decision()))
                .extracting(Decision::getReason)
                .containsExactly(Reason.APPROVAL_EXPIRED);
        driver.advanceWallClockTime(Duration.ofMinutes(1));
        assertThat(read(Topic.TICKS, CODECS.tick())).isEmpty();
    }

    /** The index of what is due knows of it, once, also after a restart, and does not forget the expiry. */
    @Test
    void ticksWhenMorePeopleAreToBeAsked() {
        publishPolicy(2, """
                version: 1
                people: { ann: {}, lea: {} }
                groups: { desk: [ann], leads: [lea] }
                defaults: { approval: { approvers: desk, escalate: { after: 10m, to: leads } } }
                agents: { aeonbyte: { services: { github: { require_approval: [repos.create] } } } }
                """);
        ask("repos.create");
        read(Topic.PENDING, CODECS.decision());
        assertThat(restarted().due(START.plus(Duration.ofMinutes(10))))
                .containsEntry("default", START.plus(Duration.ofMinutes(10)));
        driver.advanceWallClockTime(Duration.ofMinutes(10).minusSeconds(1));
        assertThat(read(Topic.TICKS, CODECS.tick())).isEmpty();

        now = now.plus(Duration.ofMinutes(10));
        driver.advanceWallClockTime(Duration.ofSeconds(1));
        assertThat(read(Topic.TICKS, CODECS.tick())).hasSize(1);
        assertThat(read(Topic.PENDING, CODECS.decision()))
                .singleElement()
                .satisfies(
                        asked -> assertThat(asked.getApproval().getApprovers()).hasSize(2));
        assertThat(restarted().due(START.plus(Duration.ofMinutes(14)))).isEmpty();
        assertThat(restarted().escalating("default", START.plus(Duration.ofDays(1)), 9))
                .isEmpty();

        now = now.plus(Duration.ofMinutes(5));
        driver.advanceWallClockTime(Duration.ofMinutes(5));
        assertThat(read(Topic.DENIED, CODECS.decision()))
                .extracting(Decision::getReason)
                .containsExactly(Reason.APPROVAL_EXPIRED);
        assertThat(restarted().due(START.plus(Duration.ofDays(1)))).isEmpty();
        driver.advanceWallClockTime(Duration.ofMinutes(5));
        assertThat(read(Topic.TICKS, CODECS.tick())).hasSize(1);
    }

    @Test
    void removesAnswersThatAreNoLongerRememberedAndNothingElse() {
        ask("repos.list");
        long before = stored();

        now = now.plus(Duration.ofHours(25));
        ask("repos.list");
        driver.advanceWallClockTime(AnswerSweeper.EVERY);

        assertThat(stored()).isEqualTo(before);
        ask("repos.delete");
        assertThat(read(Topic.DENIED, CODECS.decision()).get(0).getOutcome()).isEqualTo(Outcome.DENIED);
    }

    /** What is counted in memory is counted anew from the store when a task starts. */
    @Test
    void countsWhatWaitsByAgentAlsoAfterARestart() {
        Instant first = now.plus(Duration.ofMinutes(15));
        for (int i = 0; i < 3; i++) {
            ask("repos.create");
            now = now.plus(Duration.ofMinutes(1));
        }
        assertThat(restarted().backlog("default", "aeonbyte")).isEqualTo(new Backlog(3, first));
        assertThat(restarted().backlog("default", "other")).isEqualTo(Backlog.NONE);

        now = first;
        driver.advanceWallClockTime(Duration.ofMinutes(15));

        assertThat(read(Topic.DENIED, CODECS.decision())).hasSize(1);
        assertThat(restarted().backlog("default", "aeonbyte"))
                .isEqualTo(new Backlog(2, first.plus(Duration.ofMinutes(1))));
    }

    @Test
    void findsWhatAnOrderNamesAlsoAfterARestart() {
        ask("repos.create");
        now = now.plus(Duration.ofMinutes(1));
        ask("repos.create");
        List<String> digests = read(Topic.PENDING, CODECS.decision()).stream()
                .map(Decision::getRequestDigest)
                .toList();
        StoredState state = restarted();

        assertThat(state.waiting("default", digests.get(1))).returns(digests.get(1), Decision::getRequestDigest);
        assertThat(state.waiting("other", digests.get(1))).isNull();
        assertThat(state.open("default", new Freeze("aeonbyte", "github"), 1))
                .extracting(Decision::getRequestDigest)
                .containsExactly(digests.get(0));
        assertThat(state.open("default", new Freeze(null, "email"), 9)).isEmpty();
        assertThat(state.open("default", new Freeze("other", null), 9)).isEmpty();

        now = now.plus(Duration.ofMinutes(14));
        driver.advanceWallClockTime(Duration.ofMinutes(15));

        assertThat(read(Topic.DENIED, CODECS.decision())).hasSize(1);
        assertThat(restarted().waiting("default", digests.get(0))).isNull();
        assertThat(restarted().open("default", new Freeze("aeonbyte", null), 9)).hasSize(1);
    }

    private StoredState restarted() {
        return new StoredState(CODECS, driver.getKeyValueStore(BrokerTopology.STORE));
    }

    @Test
    void survivesAnyBytesInAnyInput() {
        for (Topic input : List.of(Topic.REQUESTS, Topic.VERDICTS, Topic.POLICIES, Topic.CONTROLS, Topic.TICKS)) {
            pipe(input, null, null);
            pipe(input, new byte[] {0, 1}, new byte[] {0, 0, 0, 0, 1, 2, 3});
            pipe(input, "default".getBytes(StandardCharsets.UTF_8), new byte[0]);
        }

        ask("repos.list");

        assertThat(read(Topic.APPROVED, CODECS.decision())).hasSize(1);
        assertThat(read(Topic.DENIED, CODECS.decision()))
                .hasSize(3)
                .extracting(Decision::getReason)
                .containsOnly(Reason.MALFORMED);
        assertThat(read(Topic.JOURNAL, CODECS.journal())).hasSize(17);
    }

    private void ask(String action) {
        String params = action.equals("repos.list") ? "{}" : "{\"name\":\"site\"}";
        CapabilityRequest request = CapabilityRequest.newBuilder()
                .setRequestId("r-" + ++ids)
                .setDomain("default")
                .setAgent("aeonbyte")
                .setService("github")
                .setAction(action)
                .setParams(params)
                .setCreatedAt(now)
                .build();
        pipe(
                Topic.REQUESTS,
                "default".getBytes(StandardCharsets.UTF_8),
                CODECS.request().encode(request));
    }

    private void publishPolicy() throws IOException {
        publishPolicy(1, Files.readString(Path.of("../examples/seks-policy.yaml")));
    }

    private void publishPolicy(int version, String policy) {
        String catalogue = """
                service: github
                base_url: https://forge.example
                actions:
                  repos.list: { summary: "list", effect: read, http: GET /user/repos, returns: [name] }
                  repos.create:
                    summary: "create {name}"
                    effect: write
                    http: POST /user/repos
                    params: { name: { type: string, required: true, in: body } }
                    returns: [name]
                """;
        PolicyBundle bundle = PolicyBundle.newBuilder()
                .setDomain("default")
                .setVersion(version)
                .setPolicy(new BundleFile("seks-policy.yaml", policy))
                .setCatalogue(List.of(new BundleFile("catalogue/github.yaml", catalogue)))
                .setOperators(List.of("ann"))
                .setAuthor("ann")
                .setMessage("test")
                .setCreatedAt(now)
                .build();
        pipe(
                Topic.POLICIES,
                "default".getBytes(StandardCharsets.UTF_8),
                CODECS.bundle().encode(bundle));
    }

    private void pipe(Topic topic, byte[] key, byte[] value) {
        TestInputTopic<byte[], byte[]> input =
                driver.createInputTopic(TOPICS.name(topic), new ByteArraySerializer(), new ByteArraySerializer());
        RecordHeaders headers = new RecordHeaders();
        if (topic != Topic.TICKS) {
            Event.HeaderField header = TestKeys.header(
                    switch (topic) {
                        case REQUESTS -> TestKeys.ofAgent("default", "aeonbyte");
                        case POLICIES -> TestKeys.PUBLISHER;
                        case VERDICTS -> TestKeys.APPROVAL_SERVICE;
                        default -> TestKeys.OPERATOR;
                    },
                    switch (topic) {
                        case REQUESTS -> RecordKind.REQUEST;
                        case POLICIES -> RecordKind.BUNDLE;
                        case VERDICTS -> RecordKind.VERDICT;
                        default -> RecordKind.CONTROL;
                    },
                    TOPICS.name(topic),
                    value);
            headers.add(header.name(), header.value());
        }
        input.pipeInput(new TestRecord<>(key, value, headers, now));
    }

    private <T extends SpecificRecord> List<T> read(Topic topic, RecordCodec<T> codec) {
        return output(topic).readValuesToList().stream()
                .map(value -> decode(codec, value))
                .toList();
    }

    private TestOutputTopic<byte[], byte[]> output(Topic topic) {
        return driver.createOutputTopic(TOPICS.name(topic), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static <T extends SpecificRecord> T decode(RecordCodec<T> codec, byte[] value) {
        try {
            return codec.decode(value);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private long stored() {
        KeyValueStore<Bytes, byte[]> store = driver.getKeyValueStore(BrokerTopology.STORE);
        try (var all = store.all()) {
            long count = 0;
            while (all.hasNext()) {
                all.next();
                count++;
            }
            return count;
        }
    }
}
