// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.policy.AgentSigners;
import dev.seks.schemas.record.AuthMethod;
import dev.seks.schemas.signature.AgentKeys;
import dev.seks.schemas.signature.Algorithm;
import dev.seks.schemas.signature.HmacKey;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.signature.Verifier;
import dev.seks.schemas.trust.DomainTrust;
import dev.seks.schemas.trust.KeyRing;
import dev.seks.schemas.trust.TrustedKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says who wrote a record, by its signature alone and before anything of its value is read. Which keys count is judged by
 * the policy in force at the record's place in the log, and for pinned keys by its append time.
 */
final class Authentication {
    private static final int MOST_KEYS_IN_MEMORY = 10_000;

    private final Trust trust;
    private final SignatureCheck signatures;
    private final Map<String, HmacKey> derived = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, HmacKey> eldest) {
            return size() > MOST_KEYS_IN_MEMORY;
        }
    };

    Authentication(Trust trust, SignatureCheck signatures) {
        this.trust = trust;
        this.signatures = signatures;
    }

    /** Whether requests have to prove anything. */
    boolean isRequired() {
        return trust.requests() == Trust.RequestProof.REQUIRED;
    }

    /** The signature of a record, before it is known whether it fits. */
    static SignatureHeader.Reading header(Event event) {
        List<byte @Nullable []> values = new ArrayList<>(1);
        for (Event.HeaderField field : event.headers()) {
            if (field.name().equals(SignatureHeader.NAME)) {
                values.add(field.value());
            }
        }
        return SignatureHeader.read(values);
    }

    /** Which agent asks, by the keys of the policy in force. */
    Proof agent(Event event, SignatureHeader header, String domain, ActivePolicy policy) {
        Optional<TrustedKey> gateway = trust.roots()
                .of(domain)
                .gateways()
                .find(header.keyId(), event.cause().getAppendTime());
        if (gateway.isPresent()) {
            return proof(
                    event,
                    header,
                    RecordKind.REQUEST,
                    gateway.get().key(),
                    new Proof.Proven(AuthMethod.GATEWAY, header.keyId(), null));
        }
        AgentSigners signers = policy.rules().signers();
        if (header.algorithm() == Algorithm.ED25519) {
            Optional<AgentSigners.Owned> key = signers.publicKey(header.keyId());
            return key.isEmpty()
                    ? unknown(header, domain)
                    : proof(
                            event,
                            header,
                            RecordKind.REQUEST,
                            key.get().key(),
                            new Proof.Proven(
                                    AuthMethod.ED25519,
                                    header.keyId(),
                                    key.get().agent()));
        }
        Optional<AgentKeys.Name> name = AgentKeys.Name.of(header.keyId()).filter(signers::holds);
        return name.isEmpty() || trust.agents() == null
                ? unknown(header, domain)
                : proof(
                        event,
                        header,
                        RecordKind.REQUEST,
                        key(domain, name.get()),
                        new Proof.Proven(
                                AuthMethod.HMAC, header.keyId(), name.get().agent()));
    }

    /** Who of those that the domain's trust roots name in a role has signed the record. */
    Proof pinned(Event event, RecordKind kind) {
        String domain = Home.named(event);
        if (domain == null) {
            return new Proof.Missing("the record's key is no domain's name, expected the domain in UTF-8");
        }
        if (!Home.isInPlace(event)) {
            return new Proof.Missing("the record stands in a partition where its key does not belong");
        }
        if (header(event) instanceof SignatureHeader.Reading.Sound sound) {
            return pinned(event, kind, sound.header(), domain);
        }
        return new Proof.Missing(((SignatureHeader.Reading.Faulty) header(event)).why());
    }

    private Proof pinned(Event event, RecordKind kind, SignatureHeader header, String domain) {
        DomainTrust trusted = trust.roots().of(domain);
        return switch (kind) {
            case BUNDLE -> signed(event, kind, header, trusted.publishers(), AuthMethod.ED25519);
            case VERDICT -> signed(event, kind, header, trusted.approvalService(), AuthMethod.ED25519);
            case CONTROL ->
                trusted.gateways()
                                .find(header.keyId(), event.cause().getAppendTime())
                                .isPresent()
                        ? signed(event, kind, header, trusted.gateways(), AuthMethod.GATEWAY)
                        : signed(event, kind, header, trusted.operators(), AuthMethod.ED25519);
            case REQUEST, DECISION, CLAIM, PROGRESS, RESULT, ATTEMPT ->
                throw new IllegalArgumentException(kind + ", expected a kind that pinned keys sign");
        };
    }

    private Proof signed(Event event, RecordKind kind, SignatureHeader header, KeyRing ring, AuthMethod method) {
        Optional<TrustedKey> key = ring.find(header.keyId(), event.cause().getAppendTime());
        return key.isEmpty()
                ? unknown(header, String.valueOf(Home.named(event)))
                : proof(
                        event,
                        header,
                        kind,
                        key.get().key(),
                        new Proof.Proven(method, header.keyId(), key.get().owner()));
    }

    private Proof proof(Event event, SignatureHeader header, RecordKind kind, Verifier key, Proof.Proven proven) {
        return signatures.fits(key, header, kind, event)
                ? proven
                : new Proof.Missing("the signature of key " + header.keyId()
                        + " does not fit the record, its kind, its topic and its cluster");
    }

    private HmacKey key(String domain, AgentKeys.Name name) {
        AgentKeys agents = Objects.requireNonNull(trust.agents());
        return derived.computeIfAbsent(domain + "/" + name.keyId(), id -> agents.key(domain, name));
    }

    private static Proof unknown(SignatureHeader header, String domain) {
        return new Proof.Missing(
                "key " + header.keyId() + " (" + header.algorithm().text() + ") may not sign this in domain " + domain);
    }
}
