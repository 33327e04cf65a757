// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.replay;

import dev.seks.cli.key.KeyFolder;
import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.signature.Signer;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.schemas.wire.WireException;
import dev.seks.tests.invariant.Identities;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Signs as everybody who may write inputs of one cluster: agents, publisher, operator and approval service. */
public record Signatory(KeyFolder keys, Topics topics, String clusterId) {
    private static final Codecs CODECS = Codecs.of(SchemaIds.builtIn());

    /** What may be signed with, on this cluster. */
    public RecordSigner signer(Signer key) {
        return new RecordSigner(key, clusterId);
    }

    /** The signature of whoever may write such a record: for a request, the agent in it, else the usual one. */
    public Optional<SignatureHeader> signature(Topic topic, byte @Nullable [] key, byte @Nullable [] value) {
        String name = topics.name(topic);
        byte[] signed = value == null ? new byte[0] : value;
        return switch (topic) {
            case REQUESTS -> Optional.of(signer(agentsKey(key, value)).sign(RecordKind.REQUEST, name, signed));
            case VERDICTS ->
                Optional.of(signer(keys.approvalService().ed25519()).sign(RecordKind.VERDICT, name, signed));
            case POLICIES -> Optional.of(signer(keys.publisher().ed25519()).sign(RecordKind.BUNDLE, name, signed));
            case CONTROLS -> Optional.of(signer(keys.operator().ed25519()).sign(RecordKind.CONTROL, name, signed));
            case TICKS, APPROVED, DENIED, PENDING, JOURNAL, CLAIMS, PROGRESS, RESULTS, ATTEMPTS -> Optional.empty();
        };
    }

    private Signer agentsKey(byte @Nullable [] key, byte @Nullable [] value) {
        String named = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        String domain = Names.isDomain(named) ? named : DecidingBroker.DOMAIN;
        try {
            String agent = CODECS.request().decode(value).getAgent();
            return keys.signerOf(domain, Names.isAgent(agent) ? agent : DecidingBroker.AGENT);
        } catch (WireException e) {
            return keys.signerOf(domain, DecidingBroker.AGENT);
        }
    }

    /** By what the invariants can judge who has asked. */
    public Identities identities() {
        return new Identities(clusterId, keys.agents().hmac().get(0).secret(), Map.of());
    }
}
