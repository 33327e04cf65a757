// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.domain;

import dev.seks.broker.topology.Broker;
import dev.seks.broker.topology.BrokerConfig;
import dev.seks.broker.topology.BrokerKeys;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.topic.Signatures;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.TopicException;
import dev.seks.schemas.topic.Topics;
import java.time.Duration;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The seks broker as it runs in production: real stores, journal, limits, exactly once. */
final class BrokerPipe implements Pipe {
    private final Broker broker;
    private final Keys.Proof proof;
    private final RecordSigner signer;

    BrokerPipe(Lab lab, Topics topics, Keys.Proof proof, int commitMs) throws TopicException, InterruptedException {
        lab.publishPolicy(topics);
        this.proof = proof;
        this.signer = new RecordSigner(lab.keys().signer(proof), lab.keys().clusterId());
        BrokerKeys keys = lab.keys().folder().broker();
        this.broker = Broker.start(new BrokerConfig(
                lab.client(),
                topics,
                Lab.IDS,
                proof == Keys.Proof.NONE ? keys.insecure() : keys,
                lab.folder(topics.prefix() + "state"),
                "bench",
                1,
                0,
                Duration.ofMillis(commitMs)));
        if (!broker.awaitReady(Duration.ofSeconds(60))) {
            throw new IllegalStateException("the broker did not become ready within 60 s");
        }
    }

    @Override
    public String name() {
        return proof == Keys.Proof.NONE
                ? "seks broker"
                : "seks broker, " + proof.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Topic input() {
        return Topic.REQUESTS;
    }

    @Override
    public Topic output() {
        return Topic.APPROVED;
    }

    @Override
    public ProducerRecord<byte[], byte[]> message(String topic, byte[] value) {
        ProducerRecord<byte[], byte[]> message = Pipe.super.message(topic, value);
        return proof == Keys.Proof.NONE ? message : Signatures.sign(signer, RecordKind.REQUEST, message);
    }

    @Override
    public void close() {
        broker.close();
    }
}
