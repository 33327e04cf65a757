// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.forgery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.AuthMethod;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.signature.AgentKeys;
import dev.seks.schemas.signature.Ed25519PrivateKey;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.signature.Signer;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.tests.invariant.Finding;
import dev.seks.tests.invariant.Identities;
import dev.seks.tests.invariant.InvariantChecker;
import dev.seks.tests.invariant.Log;
import dev.seks.tests.invariant.RawRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthenticatedAgentTest {
    private static final Codecs CODECS = Codecs.of(SchemaIds.builtIn());
    private static final Topics TOPICS = Topics.withPartitions(1);
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
    private static final String CLUSTER = "a-cluster";
    private static final byte[] MASTER = filled(1);
    private static final Ed25519PrivateKey BOTS = Ed25519PrivateKey.of(filled(2));
    private static final Ed25519PrivateKey GATEWAYS = Ed25519PrivateKey.of(filled(3));
    private static final Ed25519PrivateKey STRANGERS = Ed25519PrivateKey.of(filled(4));
    private static final Identities IDENTITIES = new Identities(
            CLUSTER, MASTER, Map.of(GATEWAYS.keyId(), GATEWAYS.publicKey().bytes()));

    @Test
    void findsNothingWhereEachHasShownWhoItIs() {
        assertThat(faults("bot", AuthMethod.ED25519, BOTS, BOTS.keyId())).isEmpty();
        assertThat(faults("other", AuthMethod.HMAC, hmac("other"), "hmac-1.other"))
                .isEmpty();
        assertThat(faults("bot", AuthMethod.GATEWAY, GATEWAYS, GATEWAYS.keyId()))
                .isEmpty();
    }

    @Test
    void findsAnApprovalThatRestsOnAnotherAgentsKey() {
        assertThat(faults("other", AuthMethod.ED25519, BOTS, BOTS.keyId())).hasSize(1);
        assertThat(faults("bot", AuthMethod.HMAC, hmac("other"), "hmac-1.other"))
                .hasSize(1);
        assertThat(faults("bot", AuthMethod.ED25519, STRANGERS, STRANGERS.keyId()))
                .hasSize(1);
        assertThat(faults("bot", AuthMethod.GATEWAY, STRANGERS, STRANGERS.keyId()))
                .hasSize(1);
    }

    @Test
    void findsAnApprovalOfWhatNobodyHasSigned() {
        assertThat(faults("bot", AuthMethod.NONE, BOTS, BOTS.keyId())).hasSize(1);
        assertThat(faults("bot", null, BOTS, BOTS.keyId())).hasSize(1);
        assertThat(faults("bot", AuthMethod.ED25519, BOTS, null)).hasSize(1);
        assertThat(faults("bot", AuthMethod.ED25519, BOTS, GATEWAYS.keyId())).hasSize(1);
    }

    @Test
    void findsSignaturesForOtherBytesAndTwoOfThem() {
        byte[] value = request("bot");
        byte[] good = new RecordSigner(BOTS, CLUSTER)
                .sign(RecordKind.REQUEST, TOPICS.name(Topic.REQUESTS), value)
                .encode();
        byte[] elsewhere = new RecordSigner(BOTS, "another")
                .sign(RecordKind.REQUEST, TOPICS.name(Topic.REQUESTS), value)
                .encode();

        assertThat(faults(value, decision("bot", value, AuthMethod.ED25519, BOTS.keyId()), good))
                .isEmpty();
        assertThat(faults(value, decision("bot", value, AuthMethod.ED25519, BOTS.keyId()), elsewhere))
                .hasSize(1);
        assertThat(faults(value, decision("bot", value, AuthMethod.ED25519, BOTS.keyId()), good, good))
                .hasSize(1);
        assertThat(faults(value, decision("bot", value, AuthMethod.ED25519, BOTS.keyId())))
                .hasSize(1);
        assertThat(faults(request("other"), decision("bot", value, AuthMethod.ED25519, BOTS.keyId()), good))
                .hasSize(1);
    }

    private static List<Finding> faults(String agent, AuthMethod method, Signer key, String keyId) {
        byte[] value = request(agent);
        byte[] header = new RecordSigner(key, CLUSTER)
                .sign(RecordKind.REQUEST, TOPICS.name(Topic.REQUESTS), value)
                .encode();
        return faults(value, decision(agent, value, method, keyId), header);
    }

    private static List<Finding> faults(byte[] value, Decision decision, byte[]... signatures) {
        List<byte[]> headers = Arrays.stream(signatures)
                .flatMap(signature -> List.of("seks-sig".getBytes(StandardCharsets.UTF_8), signature).stream())
                .toList();
        Log log = Log.of(
                TOPICS,
                List.of(
                        raw(Topic.POLICIES, CODECS.bundle().encode(policy()), List.of()),
                        raw(Topic.REQUESTS, value, headers),
                        raw(Topic.APPROVED, CODECS.decision().encode(decision), List.of())),
                List.of());
        return InvariantChecker.of(log).withIdentities(IDENTITIES).findings().stream()
                .filter(finding -> finding.invariant().equals("I8"))
                .toList();
    }

    private static RawRecord raw(Topic topic, byte[] value, List<byte[]> headers) {
        return new RawRecord(TOPICS.name(topic), 0, 0, NOW, "acme".getBytes(StandardCharsets.UTF_8), value, headers);
    }

    private static byte[] request(String agent) {
        return CODECS.request()
                .encode(CapabilityRequest.newBuilder()
                        .setRequestId("r1")
                        .setDomain("acme")
                        .setAgent(agent)
                        .setService("shop")
                        .setAction("items.get")
                        .setCreatedAt(NOW)
                        .build());
    }

    private static Decision decision(String agent, byte[] value, AuthMethod method, String keyId) {
        return Decision.newBuilder()
                .setDomain("acme")
                .setSeq(2)
                .setRequestId("r1")
                .setAgent(agent)
                .setService("shop")
                .setAction("items.get")
                .setRequest(ByteBuffer.wrap(value))
                .setRequestDigest(Digest.of(value))
                .setRequestCoordinates(new Coordinates(TOPICS.name(Topic.REQUESTS), 0, 0L, NOW))
                .setOutcome(Outcome.APPROVED)
                .setReason(Reason.ALLOWED_BY_RULE)
                .setExplanation("allowed")
                .setRules(List.of())
                .setLimits(List.of())
                .setPolicyVersion(1)
                .setAuthMethod(method)
                .setAuthenticatedBy(keyId)
                .setDecidedAt(NOW)
                .build();
    }

    private static PolicyBundle policy() {
        String text = """
                version: 1
                domain: acme
                agents:
                  bot: { keys: ["%s"], services: {} }
                  other: { services: {} }
                """.formatted(BOTS.publicKey().text());
        return PolicyBundle.newBuilder()
                .setDomain("acme")
                .setVersion(1)
                .setPolicy(new BundleFile("seks-policy.yaml", text))
                .setCatalogue(List.of())
                .setOperators(List.of())
                .setAuthor("ann")
                .setMessage("test")
                .setCreatedAt(NOW)
                .build();
    }

    private static Signer hmac(String agent) {
        return AgentKeys.of(MASTER).key("acme", new AgentKeys.Name(agent, 1));
    }

    private static byte[] filled(int filler) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) filler);
        return bytes;
    }
}
