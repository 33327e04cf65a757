// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench;

import dev.seks.broker.decision.Event;
import dev.seks.broker.decision.Trust;
import dev.seks.schemas.signature.Ed25519PrivateKey;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.trust.DomainTrust;
import dev.seks.schemas.trust.KeyRing;
import dev.seks.schemas.trust.TrustRoots;
import dev.seks.schemas.trust.TrustedKey;
import java.util.List;
import java.util.Map;

/** Signs policies for domains that exist for a measurement only, with a key that everybody knows. */
final class Publisher {
    private static final String CLUSTER = "a-cluster";

    private final Ed25519PrivateKey key = Ed25519PrivateKey.of(new byte[Ed25519PrivateKey.BYTES]);

    /** Trust in this publisher, and in requests without a signature. */
    Trust trusted() {
        KeyRing publishers = KeyRing.of(List.of(new TrustedKey("bench", key.publicKey(), null)));
        DomainTrust trusted = new DomainTrust(publishers, KeyRing.EMPTY, KeyRing.EMPTY, KeyRing.EMPTY);
        return new Trust(CLUSTER, new TrustRoots(Map.of(TrustRoots.ANY, trusted)), null, Trust.RequestProof.NONE);
    }

    Event.HeaderField signed(String topic, byte[] bundle) {
        byte[] header = new RecordSigner(key, CLUSTER)
                .sign(RecordKind.BUNDLE, topic, bundle)
                .encode();
        return new Event.HeaderField(SignatureHeader.NAME, header);
    }
}
