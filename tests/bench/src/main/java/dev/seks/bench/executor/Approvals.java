// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.executor;

import dev.seks.bench.domain.Lab;
import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.topic.Signatures;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Approved decisions about a local service, signed as the broker signs them. */
final class Approvals {
    private final Topics topics;
    private final String bundleDigest;
    private final RecordSigner signer;
    private long seq;

    /** Publishes the catalogue of the service. */
    Approvals(Lab lab, Topics topics, LocalService service) throws InterruptedException, ExecutionException {
        this.topics = topics;
        this.signer = new RecordSigner(
                lab.keys().folder().decisions().hmac().get(0), lab.keys().clusterId());
        byte[] bundle = Lab.CODECS
                .bundle()
                .encode(PolicyBundle.newBuilder()
                        .setDomain(Lab.DOMAIN)
                        .setVersion(1)
                        .setPolicy(new BundleFile("seks-policy.yaml", "version: 1\n"))
                        .setCatalogue(List.of(new BundleFile("catalogue/local.yaml", catalogue(service))))
                        .setOperators(List.of())
                        .setAuthor("bench")
                        .setMessage("bench")
                        .setCreatedAt(now())
                        .build());
        this.bundleDigest = Digest.of(bundle);
        try (KafkaProducer<byte[], byte[]> producer = lab.producer(Map.of())) {
            producer.send(lab.keys().bundle(topics, bundle)).get();
        }
    }

    private static String catalogue(LocalService service) {
        return """
            service: local
            base_url: http://127.0.0.1:%d
            allow_private: true
            actions:
              fast:
                summary: "call {item}"
                effect: write
                http: POST /fast/{item}
                params: { item: { type: string, required: true } }
                returns: [id]
              slow:
                summary: "call {item} slowly"
                effect: write
                http: POST /slow/{item}
                params: { item: { type: string, required: true } }
                returns: [id]
            """.formatted(service.port());
    }

    /** The next decision: to call this action of the service about this item. */
    ProducerRecord<byte[], byte[]> next(String agent, String action, String item) {
        byte[] request = Lab.CODECS
                .request()
                .encode(CapabilityRequest.newBuilder()
                        .setRequestId(item)
                        .setDomain(Lab.DOMAIN)
                        .setAgent(agent)
                        .setService("local")
                        .setAction(action)
                        .setParams("{\"item\":\"" + item + "\"}")
                        .setReason("look at the open issues of the site before planning the week")
                        .setCreatedAt(now())
                        .build());
        byte[] decision = Lab.CODECS
                .decision()
                .encode(Decision.newBuilder()
                        .setDomain(Lab.DOMAIN)
                        .setSeq(++seq)
                        .setRequestId(item)
                        .setAgent(agent)
                        .setService("local")
                        .setAction(action)
                        .setRequest(ByteBuffer.wrap(request))
                        .setRequestDigest(Digest.of(request))
                        .setRequestCoordinates(new Coordinates(topics.name(Topic.REQUESTS), 0, seq, now()))
                        .setOutcome(Outcome.APPROVED)
                        .setReason(Reason.ALLOWED_BY_RULE)
                        .setExplanation("allowed")
                        .setRules(List.of())
                        .setLimits(List.of())
                        .setBundleDigest(bundleDigest)
                        .setExecuteWithinMs(120_000L)
                        .setDecidedAt(now())
                        .build());
        return Signatures.sign(
                signer, RecordKind.DECISION, new ProducerRecord<>(topics.name(Topic.APPROVED), Lab.KEY, decision));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
