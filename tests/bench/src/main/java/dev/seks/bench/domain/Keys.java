// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.domain;

import dev.seks.cli.key.KeyFolder;
import dev.seks.schemas.key.KeyFile;
import dev.seks.schemas.signature.Ed25519PrivateKey;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.signature.Signer;
import dev.seks.schemas.topic.Signatures;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The keys of a laboratory: the publisher's, and those by which the one agent shows who it is. */
public record Keys(KeyFolder folder, String clusterId) {
    static final String AGENT = "runner";

    /** How requests show who asks. */
    enum Proof {
        NONE,
        HMAC,
        ED25519
    }

    /** The agent's own public-key pair. */
    Ed25519PrivateKey agent() {
        return new KeyFile(folder.root().resolve("agents").resolve("runner-ed25519")).makeEd25519();
    }

    /** Signs what the topic of policies holds. */
    public ProducerRecord<byte[], byte[]> bundle(Topics topics, byte[] value) {
        return Signatures.sign(
                new RecordSigner(folder.publisher().ed25519(), clusterId),
                RecordKind.BUNDLE,
                new ProducerRecord<>(topics.name(Topic.POLICIES), Lab.KEY, value));
    }

    /** Who signs the requests of a pipe. */
    Signer signer(Proof proof) {
        return proof == Proof.ED25519 ? agent() : folder.signerOf(Lab.DOMAIN, AGENT);
    }
}
