// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.signature.AgentKeys;
import dev.seks.schemas.signature.Ed25519PrivateKey;
import dev.seks.schemas.signature.HmacKey;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.signature.Signer;
import dev.seks.schemas.trust.DomainTrust;
import dev.seks.schemas.trust.KeyRing;
import dev.seks.schemas.trust.TrustRoots;
import dev.seks.schemas.trust.TrustedKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of a small installation, the same in every run: ann publishes and orders. */
public final class TestKeys {
    public static final String CLUSTER = "a-cluster";

    public static final Ed25519PrivateKey PUBLISHER = ed25519(1);
    public static final Ed25519PrivateKey OPERATOR = ed25519(2);
    public static final Ed25519PrivateKey APPROVAL_SERVICE = ed25519(3);
    public static final Ed25519PrivateKey GATEWAY = ed25519(4);
    public static final HmacKey DECISIONS = HmacKey.of("decision-1", filled(5));
    public static final AgentKeys AGENTS = AgentKeys.of(filled(6));

    public static final TrustRoots ROOTS = new TrustRoots(Map.of(
            TrustRoots.ANY,
            new DomainTrust(
                    ring("ann", PUBLISHER),
                    ring("ann", OPERATOR),
                    ring("approval_service", APPROVAL_SERVICE),
                    ring("gateways", GATEWAY))));

    public static final Trust TRUST = new Trust(CLUSTER, ROOTS, AGENTS, Trust.RequestProof.REQUIRED);

    private TestKeys() {}

    /** Another key, told apart by its filler. */
    public static Ed25519PrivateKey ed25519(int filler) {
        return Ed25519PrivateKey.of(filled(filler));
    }

    public static HmacKey ofAgent(String domain, String agent) {
        return AGENTS.key(domain, new AgentKeys.Name(agent, 1));
    }

    /** Who signs such an event, when it is not a request. */
    static Signer signer(EventKind kind) {
        return switch (kind) {
            case POLICY -> PUBLISHER;
            case VERDICT -> APPROVAL_SERVICE;
            case CONTROL -> OPERATOR;
            case REQUEST, TICK, UNKNOWN -> throw new IllegalArgumentException(kind + ", expected one of the services'");
        };
    }

    static RecordKind kind(EventKind kind) {
        return switch (kind) {
            case REQUEST -> RecordKind.REQUEST;
            case POLICY -> RecordKind.BUNDLE;
            case VERDICT -> RecordKind.VERDICT;
            case CONTROL -> RecordKind.CONTROL;
            case TICK, UNKNOWN -> throw new IllegalArgumentException(kind + ", expected one that is signed");
        };
    }

    /** The header by which {@code signer} answers for a value. */
    public static Event.HeaderField header(Signer signer, RecordKind kind, String topic, byte @Nullable [] value) {
        byte[] signed = value == null ? new byte[0] : value;
        return new Event.HeaderField(
                SignatureHeader.NAME,
                new RecordSigner(signer, CLUSTER).sign(kind, topic, signed).encode());
    }

    private static KeyRing ring(String owner, Ed25519PrivateKey key) {
        return KeyRing.of(List.of(new TrustedKey(owner, key.publicKey(), null)));
    }

    private static byte[] filled(int filler) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) filler);
        return bytes;
    }
}
