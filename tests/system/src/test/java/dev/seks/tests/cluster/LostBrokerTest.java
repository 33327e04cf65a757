// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.topic.Topic;
import dev.seks.tests.replay.DecidingBroker;
import dev.seks.tests.replay.Recording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** R4: with three brokers, losing one loses no acknowledged request. */
class LostBrokerTest {
    private static final int BEFORE = 150;
    private static final int REQUESTS = 400;
    private static final int ALLOWED = 250;

    /** So many are on their way when the broker dies. */
    private static final int IN_FLIGHT = 20;

    private static final Duration SOON = Duration.ofMinutes(4);

    private static final String POLICY = """
            version: 1
            domain: acme
            agents:
              aeonbyte:
                services:
                  shop: { allow: ["items.get"] }
            rate_limits:
              per_agent: { requests_per_hour: %d }
            """.formatted(ALLOWED);
    private static final BundleFile CATALOGUE = new BundleFile("catalogue/shop.yaml", """
            service: shop
            base_url: https://shop.example
            actions:
              items.get: { summary: "get", effect: read, http: GET /items, returns: [name] }
            """);

    @TempDir
    private Path folder;

    @Test
    void losesNoAcknowledgedRequestAndDecidesNoneTwice() throws Exception {
        try (ThreeBrokers cluster = ThreeBrokers.start(folder);
                DecidingBroker broker = DecidingBroker.start(cluster, folder, ThreeBrokers.COPIES)) {
            broker.enact(DecidingBroker.DOMAIN, 1, POLICY, CATALOGUE);
            String requests = broker.topics().name(Topic.REQUESTS);
            int partition = broker.ask(aRequest(broker, 0)).partition();

            List<String> acknowledged = new ArrayList<>(List.of("r-0"));
            Deque<Future<RecordMetadata>> sent = new ArrayDeque<>();
            int lost = 0;
            for (int i = 1; i < REQUESTS; i++) {
                sent.add(broker.askLater(aRequest(broker, i)));
                if (i == BEFORE) {
                    lost = cluster.killLeaderOf(requests, partition);
                }
                if (sent.size() == IN_FLIGHT) {
                    sent.remove().get(SOON.toMinutes(), TimeUnit.MINUTES);
                }
                acknowledged.add("r-" + i);
            }
            for (Future<RecordMetadata> one : sent) {
                one.get(SOON.toMinutes(), TimeUnit.MINUTES);
            }
            Recording recording = broker.settled();

            int dead = lost;
            assertThat(cluster.partition(requests, partition).leader().id()).isNotEqualTo(dead);
            // a broker that a slow machine held up for long is back soon
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    cluster.partition(requests, partition).isr())
                            .hasSize(2)
                            .noneMatch(node -> node.id() == dead));
            assertThat(requestIds(broker, recording)).containsExactlyInAnyOrderElementsOf(acknowledged);
            assertThat(decided(broker, recording, Topic.APPROVED, Reason.ALLOWED_BY_RULE))
                    .hasSize(ALLOWED)
                    .doesNotHaveDuplicates();
            assertThat(decided(broker, recording, Topic.DENIED, Reason.RATE_LIMITED))
                    .hasSize(REQUESTS - ALLOWED)
                    .doesNotHaveDuplicates();
            broker.requireProof();
        }
    }

    private static CapabilityRequest aRequest(DecidingBroker broker, int number) {
        return broker.aRequest("shop", "items.get").setRequestId("r-" + number).build();
    }

    private static List<String> requestIds(DecidingBroker broker, Recording recording) throws Exception {
        List<String> ids = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> message : recording.of(Topic.REQUESTS)) {
            ids.add(broker.codecs().request().decode(message.value()).getRequestId());
        }
        return ids;
    }

    /** The requests decided so, each of which must have that reason. */
    private static List<String> decided(DecidingBroker broker, Recording recording, Topic topic, Reason reason)
            throws Exception {
        List<String> ids = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> message : recording.of(topic)) {
            Decision decision = broker.codecs().decision().decode(message.value());
            assertThat(decision.getReason()).as(decision.getExplanation()).isEqualTo(reason);
            ids.add(decision.getRequestId());
        }
        return ids;
    }
}
