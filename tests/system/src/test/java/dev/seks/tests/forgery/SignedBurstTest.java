// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.forgery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.signature.Ed25519PrivateKey;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.wire.WireException;
import dev.seks.tests.cluster.KafkaCluster;
import dev.seks.tests.cluster.KafkaClusterExtension;
import dev.seks.tests.replay.DecidingBroker;
import dev.seks.tests.replay.Recording;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** More signed requests at once than are decided at once, so that signatures are checked before it is their turn. */
@ExtendWith(KafkaClusterExtension.class)
class SignedBurstTest {
    private static final int REQUESTS = 1_500;
    private static final Ed25519PrivateKey KEY = key(31);
    private static final Ed25519PrivateKey OTHERS = key(32);
    private static final Ed25519PrivateKey STRANGERS = key(33);
    private static final BundleFile CATALOGUE = new BundleFile("catalogue/shop.yaml", """
            service: shop
            base_url: https://shop.example
            actions:
              items.get: { summary: "get", effect: read, http: GET /items, returns: [name] }
            """);
    private static final String POLICY = """
            version: 1
            domain: acme
            agents:
              aeonbyte: { keys: ["%s"], services: { shop: { allow: ["items.get"] } } }
              other: { keys: ["%s"], services: { shop: { allow: ["items.get"] } } }
            """;

    private final Map<String, Reason> expected = new HashMap<>();
    private final Random random = new Random(20_261_129);

    @Test
    void isDecidedAsOneByOne(KafkaCluster cluster, @TempDir Path folder) throws Exception {
        try (DecidingBroker broker = DecidingBroker.start(cluster, folder);
                KafkaProducer<byte[], byte[]> producer = broker.producer(Map.of("linger.ms", 5))) {
            broker.enact("acme", 1, POLICY.formatted(text(KEY), text(OTHERS)), CATALOGUE);

            for (int i = 0; i < REQUESTS; i++) {
                producer.send(request(broker));
            }
            producer.flush();
            broker.settled();
            // what was signed while the key counted, and is appended when it does not any more
            broker.enact("acme", 2, POLICY.formatted(text(STRANGERS), text(OTHERS)), CATALOGUE);
            byte[] late = value(broker);
            broker.publish(signed(broker, late, KEY, late));
            expected.put(Digest.of(late), Reason.NOT_AUTHENTICATED);

            assertThat(found(broker, broker.settled())).isEqualTo(expected);
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .as("threads that check signatures ahead")
                    .anyMatch(name -> name.startsWith("seks-signatures-"));
            broker.requireProof();
        }
    }

    /** The reason of each decision, by the digest of the request. */
    private static Map<String, Reason> found(DecidingBroker broker, Recording recording) throws WireException {
        Map<String, Reason> found = new HashMap<>();
        for (Topic topic : List.of(Topic.APPROVED, Topic.DENIED)) {
            for (ConsumerRecord<byte[], byte[]> logged : recording.of(topic)) {
                Decision decision = broker.codecs().decision().decode(logged.value());
                assertThat(decision.getOutcome() == Outcome.APPROVED)
                        .isEqualTo(decision.getReason() == Reason.ALLOWED_BY_RULE);
                found.put(decision.getRequestDigest(), decision.getReason());
            }
        }
        return found;
    }

    /** Five in eight signed as they must be, the others by a stranger, for other bytes, or by another agent. */
    private ProducerRecord<byte[], byte[]> request(DecidingBroker broker) {
        byte[] value = value(broker);
        int kind = random.nextInt(8);
        expected.put(Digest.of(value), kind < 3 ? Reason.NOT_AUTHENTICATED : Reason.ALLOWED_BY_RULE);
        return switch (kind) {
            case 0 -> signed(broker, value, STRANGERS, value);
            case 1 -> signed(broker, value, KEY, value(broker));
            case 2 -> signed(broker, value, OTHERS, value);
            default -> signed(broker, value, KEY, value);
        };
    }

    private static byte[] value(DecidingBroker broker) {
        return broker.codecs()
                .request()
                .encode(broker.aRequest("shop", "items.get").build());
    }

    private static ProducerRecord<byte[], byte[]> signed(
            DecidingBroker broker, byte[] value, Ed25519PrivateKey key, byte[] signed) {
        String topic = broker.topics().name(Topic.REQUESTS);
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(topic, DecidingBroker.DOMAIN.getBytes(StandardCharsets.UTF_8), value);
        message.headers()
                .add(
                        SignatureHeader.NAME,
                        broker.signatory()
                                .signer(key)
                                .sign(RecordKind.REQUEST, topic, signed)
                                .encode());
        return message;
    }

    private static String text(Ed25519PrivateKey key) {
        return key.publicKey().text();
    }

    private static Ed25519PrivateKey key(int filler) {
        byte[] bytes = new byte[Ed25519PrivateKey.BYTES];
        Arrays.fill(bytes, (byte) filler);
        return Ed25519PrivateKey.of(bytes);
    }
}
