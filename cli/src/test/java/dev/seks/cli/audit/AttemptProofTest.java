// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.Attempt;
import dev.seks.schemas.record.AttemptReason;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.signature.Ed25519PrivateKey;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.topic.Signatures;
import dev.seks.schemas.trust.DomainTrust;
import dev.seks.schemas.trust.KeyRing;
import dev.seks.schemas.trust.TrustRoots;
import dev.seks.schemas.trust.TrustedKey;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class AttemptProofTest {
    private static final String CLUSTER = "a-cluster";
    private static final String TOPIC = "seks.attempts";
    private static final Codecs CODECS = Codecs.of(SchemaIds.builtIn());
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Ed25519PrivateKey ACMES = key(1);
    private static final Ed25519PrivateKey OTHERS = key(2);
    private static final Ed25519PrivateKey FORGERS = key(3);

    private final AttemptProof proof = new AttemptProof(
            new TrustRoots(Map.of("acme", trusting(ACMES, NOW.plusSeconds(60)), "other", trusting(OTHERS, null))),
            CLUSTER);

    @Test
    void believesTheApprovalServiceOfTheDomain() {
        assertThat(isGenuine("acme", "acme", ACMES, RecordKind.ATTEMPT, NOW)).isTrue();
    }

    @Test
    void believesNobodyElse() {
        assertThat(isGenuine("acme", "acme", FORGERS, RecordKind.ATTEMPT, NOW)).isFalse();
        assertThat(isGenuine("acme", "acme", OTHERS, RecordKind.ATTEMPT, NOW)).isFalse();
        assertThat(isGenuine("unknown", "unknown", ACMES, RecordKind.ATTEMPT, NOW))
                .isFalse();
    }

    @Test
    void believesNoRecordUnderTheKeyOfAnother() {
        assertThat(isGenuine("acme", "other", ACMES, RecordKind.ATTEMPT, NOW)).isFalse();
        assertThat(isGenuine(null, "acme", ACMES, RecordKind.ATTEMPT, NOW)).isFalse();
    }

    @Test
    void believesAnyOfThemAboutWhatIsOfNoDomain() {
        assertThat(isGenuine(null, "_p0", ACMES, RecordKind.ATTEMPT, NOW)).isTrue();
        assertThat(isGenuine(null, "_p0", OTHERS, RecordKind.ATTEMPT, NOW)).isTrue();
        assertThat(isGenuine(null, "_p0", FORGERS, RecordKind.ATTEMPT, NOW)).isFalse();
    }

    @Test
    void believesNoSignatureOfAnotherKindNorOfARetiredKey() {
        assertThat(isGenuine("acme", "acme", ACMES, RecordKind.VERDICT, NOW)).isFalse();
        assertThat(isGenuine("acme", "acme", ACMES, RecordKind.ATTEMPT, NOW.plusSeconds(60)))
                .isFalse();
    }

    @Test
    void believesNoChangedByteAndNothingUnsigned() {
        ConsumerRecord<byte[], byte[]> good = record("acme", "acme", ACMES, RecordKind.ATTEMPT, NOW);
        byte[] changed = good.value().clone();
        changed[changed.length - 1] ^= 2;

        assertThat(proof.isGenuine(with(good, changed, good.headers()), attempt("acme")))
                .isFalse();
        assertThat(proof.isGenuine(with(good, good.value(), new RecordHeaders()), attempt("acme")))
                .isFalse();
    }

    private boolean isGenuine(String domain, String key, Ed25519PrivateKey signer, RecordKind kind, Instant at) {
        return proof.isGenuine(record(domain, key, signer, kind, at), attempt(domain));
    }

    private static Attempt attempt(String domain) {
        return Attempt.newBuilder()
                .setAt(NOW)
                .setReason(AttemptReason.NOT_ENTITLED)
                .setChannel(Channel.WEB)
                .setDomain(domain)
                .build();
    }

    private static ConsumerRecord<byte[], byte[]> record(
            String domain, String key, Ed25519PrivateKey signer, RecordKind kind, Instant at) {
        byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
        byte[] value = CODECS.attempt().encode(attempt(domain));
        Headers headers = Signatures.sign(
                        new RecordSigner(signer, CLUSTER), kind, new ProducerRecord<>(TOPIC, keyBytes, value))
                .headers();
        return new ConsumerRecord<>(
                TOPIC,
                0,
                1,
                at.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                keyBytes.length,
                value.length,
                keyBytes,
                value,
                headers,
                Optional.empty());
    }

    private static ConsumerRecord<byte[], byte[]> with(
            ConsumerRecord<byte[], byte[]> other, byte[] value, Headers headers) {
        return new ConsumerRecord<>(
                TOPIC,
                0,
                1,
                other.timestamp(),
                TimestampType.LOG_APPEND_TIME,
                other.key().length,
                value.length,
                other.key(),
                value,
                headers,
                Optional.empty());
    }

    private static DomainTrust trusting(Ed25519PrivateKey key, Instant until) {
        return new DomainTrust(
                KeyRing.EMPTY,
                KeyRing.EMPTY,
                KeyRing.of(List.of(new TrustedKey("approval_service", key.publicKey(), until))),
                KeyRing.EMPTY);
    }

    private static Ed25519PrivateKey key(int seed) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) seed);
        return Ed25519PrivateKey.of(bytes);
    }
}
