// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Tick;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.topic.Topic;
import dev.seks.tests.cluster.KafkaCluster;
import dev.seks.tests.cluster.KafkaClusterExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(KafkaClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayTest {
    private static final List<String> DOMAINS = List.of(DecidingBroker.DOMAIN, "orion", "lyra", "vega", "draco");
    private static final int REQUESTS = 400;
    private static final String POLICY = """
            version: 1
            domain: %s
            agents:
              aeonbyte:
                services:
                  shop:
                    allow: ["items.get"]
                    deny: ["items.delete"]
                    require_approval: ["items.order"]
            rate_limits:
              global: { requests_per_minute: 60 }
              per_agent: { requests_per_minute: 40 }
            """;
    private static final BundleFile CATALOGUE = new BundleFile("catalogue/shop.yaml", """
            service: shop
            base_url: https://shop.example
            actions:
              items.get: { summary: "get", effect: read, http: GET /items, returns: [name] }
              items.order: { summary: "order", effect: write, http: POST /orders, returns: [name] }
              items.delete: { summary: "delete", effect: delete, http: DELETE /items, returns: [name] }
            """);

    private DecidingBroker broker;
    private Recording recording;

    @BeforeAll
    void recordAnEventfulRun(KafkaCluster cluster, @TempDir Path folder) throws Exception {
        broker = DecidingBroker.start(cluster, folder);
        Random random = new Random(20_261_123);
        List<CapabilityRequest> asked = new ArrayList<>();
        for (String domain : DOMAINS) {
            asked.add(ask(domain, random)); // before there is a policy
            broker.enact(domain, 1, POLICY.formatted(domain), CATALOGUE);
        }
        for (int i = 0; i < REQUESTS; i++) {
            asked.add(ask(DOMAINS.get(random.nextInt(DOMAINS.size())), random));
            disturb(random, asked.get(random.nextInt(asked.size())), i);
        }
        recording = broker.settled();
    }

    @AfterAll
    void stop() {
        broker.close();
    }

    @Test
    void derivesTheSameBytesFromTheLogAlone() {
        broker.requireProof();
        assertThat(recording.of(Topic.APPROVED)).isNotEmpty();
        assertThat(recording.of(Topic.DENIED)).isNotEmpty();
        assertThat(recording.of(Topic.PENDING)).isNotEmpty();
    }

    @Test
    void findsOneByteChangedInADecision() {
        for (Topic topic : List.of(Topic.APPROVED, Topic.DENIED, Topic.PENDING, Topic.JOURNAL)) {
            // given
            Recording planted = recording.copy();
            List<ConsumerRecord<byte[], byte[]>> records = planted.of(topic);
            byte[] value = records.get(records.size() / 2).value();

            // when
            value[value.length - 1] ^= 1;

            // then
            assertThat(ReplayChecker.of(planted).differences())
                    .as("in %s", topic)
                    .hasSize(1);
        }
    }

    @Test
    void findsOneByteChangedInAnInput() {
        Recording planted = recording.copy();
        List<ConsumerRecord<byte[], byte[]>> requests = planted.of(Topic.REQUESTS);

        byte[] value = requests.get(requests.size() / 2).value();
        value[value.length - 1] ^= 1;

        assertThat(ReplayChecker.of(planted).differences()).hasSize(1);
    }

    @Test
    void findsARecordRemoved() {
        for (Topic topic : List.of(Topic.APPROVED, Topic.DENIED, Topic.PENDING, Topic.JOURNAL, Topic.REQUESTS)) {
            for (boolean last : List.of(true, false)) {
                // given
                Recording planted = recording.copy();
                List<ConsumerRecord<byte[], byte[]>> records = planted.of(topic);

                // when
                records.remove(last ? records.size() - 1 : records.size() / 2);

                // then
                assertThat(ReplayChecker.of(planted).differences())
                        .as("%s of %s removed", last ? "last" : "one", topic)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void findsARecordTwiceAndTwoInTheOtherOrder() {
        for (Topic topic : List.of(Topic.APPROVED, Topic.JOURNAL)) {
            // given
            Recording doubled = recording.copy();
            Recording swapped = recording.copy();

            // when
            doubled.of(topic).add(doubled.of(topic).get(doubled.of(topic).size() - 1));
            Collections.swap(swapped.of(topic), 0, 1);

            // then
            assertThat(ReplayChecker.of(doubled).differences())
                    .as("%s twice", topic)
                    .hasSize(1);
            assertThat(ReplayChecker.of(swapped).differences())
                    .as("%s swapped", topic)
                    .hasSize(1);
        }
    }

    private CapabilityRequest ask(String domain, Random random) throws InterruptedException {
        String action = List.of("items.get", "items.get", "items.order", "items.order", "items.delete", "items.burn")
                .get(random.nextInt(6));
        CapabilityRequest request =
                broker.aRequest("shop", action).setDomain(domain).build();
        broker.ask(request);
        return request;
    }

    /** Between requests, everything else that can happen: verdicts, repeats, orders, new policies, garbage. */
    private void disturb(Random random, CapabilityRequest earlier, int round) throws InterruptedException {
        String domain = earlier.getDomain();
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> broker.publish(Topic.VERDICTS, domain, verdict(earlier, random));
            case 3 -> broker.ask(earlier);
            case 4 ->
                broker.ask(
                        CapabilityRequest.newBuilder(earlier).setReason("again").build());
            case 5 -> broker.publish(Topic.CONTROLS, domain, order(earlier, random));
            case 6 -> broker.enact(domain, 1 + round / 20, POLICY.formatted(domain), CATALOGUE);
            case 7 -> broker.publish(inputs().get(random.nextInt(5)), domain, bytes(random));
            case 8 ->
                broker.publish(new ProducerRecord<>(
                        broker.topics().name(inputs().get(random.nextInt(5))),
                        random.nextInt(DecidingBroker.PARTITIONS),
                        random.nextBoolean() ? null : domain.getBytes(StandardCharsets.UTF_8),
                        bytes(random)));
            default ->
                broker.publish(
                        Topic.TICKS, domain, broker.codecs().tick().encode(new Tick(domain, DecidingBroker.now())));
        }
    }

    private byte[] verdict(CapabilityRequest request, Random random) {
        return broker.codecs()
                .verdict()
                .encode(Verdict.newBuilder()
                        .setDomain(request.getDomain())
                        .setRequestId(request.getRequestId())
                        .setAgent(request.getAgent())
                        .setRequestDigest(Digest.of(broker.codecs().request().encode(request)))
                        .setPerson(random.nextInt(8) == 0 ? "mallory" : DecidingBroker.OPERATOR)
                        .setChannel(Channel.API)
                        .setVerdict(random.nextBoolean() ? VerdictChoice.APPROVE : VerdictChoice.DENY)
                        .setGivenAt(DecidingBroker.now())
                        .build());
    }

    private byte[] order(CapabilityRequest request, Random random) {
        List<ControlKind> kinds =
                List.of(ControlKind.FREEZE, ControlKind.UNFREEZE, ControlKind.UNFREEZE, ControlKind.CANCEL);
        return broker.codecs()
                .control()
                .encode(Control.newBuilder()
                        .setDomain(request.getDomain())
                        .setKind(kinds.get(random.nextInt(kinds.size())))
                        .setAgent(request.getAgent())
                        .setRequestDigest(Digest.of(broker.codecs().request().encode(request)))
                        .setPerson(DecidingBroker.OPERATOR)
                        .setGivenAt(DecidingBroker.now())
                        .build());
    }

    private static List<Topic> inputs() {
        return List.of(Topic.REQUESTS, Topic.VERDICTS, Topic.POLICIES, Topic.CONTROLS, Topic.TICKS);
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(50)];
        random.nextBytes(bytes);
        return bytes;
    }
}
