// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.control.Freeze;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.signature.Ed25519PrivateKey;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.signature.Signer;
import dev.seks.schemas.topic.Partitioning;
import dev.seks.schemas.trust.DomainTrust;
import dev.seks.schemas.trust.KeyRing;
import dev.seks.schemas.trust.TrustRoots;
import dev.seks.schemas.trust.TrustedKey;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrderBookTest {
    private static final Codecs CODECS = Codecs.of(SchemaIds.builtIn());
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");
    private static final int PARTITIONS = 4;
    private static final String CLUSTER = "a-cluster";
    private static final String TOPIC = "seks.controls";
    private static final Ed25519PrivateKey OPERATOR = key(1);
    private static final Ed25519PrivateKey GATEWAY = key(2);
    private static final Ed25519PrivateKey RETIRED = key(3);
    private static final TrustRoots ROOTS = new TrustRoots(Map.of(
            "acme",
            new DomainTrust(
                    KeyRing.EMPTY,
                    KeyRing.of(List.of(
                            new TrustedKey("ann", OPERATOR.publicKey(), null),
                            new TrustedKey("ann", RETIRED.publicKey(), NOON))),
                    KeyRing.EMPTY,
                    KeyRing.of(List.of(new TrustedKey("gateways", GATEWAY.publicKey(), null))))));

    private final OrderBook book = new OrderBook(CODECS.control(), new OrderProof(ROOTS, CLUSTER), PARTITIONS);
    private long offset;

    @Test
    void takesWhatAnOperatorOrders() {
        assertThat(take(OPERATOR, order(ControlKind.FREEZE, "ann", NOON), NOON)).isTrue();

        assertThat(book.covering("acme", "bot", "shop")).contains(new Freeze("bot", null));
        assertThat(book.covering("acme", "other", "shop")).isEmpty();
        assertThat(book.covering("elsewhere", "bot", "shop")).isEmpty();
        assertThat(take(OPERATOR, order(ControlKind.UNFREEZE, "ann", NOON), NOON))
                .isTrue();
        assertThat(book.covering("acme", "bot", "shop")).isEmpty();
    }

    @Test
    void ignoresWhoeverMayNotOrder() {
        take(OPERATOR, order(ControlKind.FREEZE, "ann", NOON), NOON);
        byte[] unfreeze = order(ControlKind.UNFREEZE, "ann", NOON);

        assertThat(take(key(9), unfreeze, NOON)).isFalse();
        assertThat(take(GATEWAY, unfreeze, NOON)).isFalse();
        assertThat(take(RETIRED, unfreeze, NOON)).isFalse();
        assertThat(take(OPERATOR, order(ControlKind.UNFREEZE, "mika", NOON), NOON))
                .isFalse();
        assertThat(book.take(message("acme", partition("acme"), unfreeze, NOON, Optional.empty())))
                .isFalse();
        assertThat(book.take(message(
                        "acme",
                        partition("acme"),
                        unfreeze,
                        NOON,
                        Optional.of(new RecordSigner(OPERATOR, "another-cluster")
                                .sign(RecordKind.CONTROL, TOPIC, unfreeze)))))
                .isFalse();
        assertThat(book.covering("acme", "bot", "shop")).isPresent();
    }

    @Test
    void ignoresWhatIsOutOfPlaceOrUnreadable() {
        byte[] freeze = order(ControlKind.FREEZE, "ann", NOON);
        Optional<SignatureHeader> signature = signed(OPERATOR, freeze);

        assertThat(book.take(message("acme", (partition("acme") + 1) % PARTITIONS, freeze, NOON, signature)))
                .isFalse();
        assertThat(book.take(message("other", partition("other"), freeze, NOON, signature)))
                .isFalse();
        assertThat(book.take(message(null, 0, freeze, NOON, signature))).isFalse();
        assertThat(book.take(message("acme", partition("acme"), null, NOON, signature)))
                .isFalse();
        assertThat(take(OPERATOR, new byte[] {0, 1, 2}, NOON)).isFalse();
        assertThat(book.covering("acme", "bot", "shop")).isEmpty();
    }

    @Test
    void aClockThatGoesBackMakesNoOldOrderFresh() {
        byte[] unfreeze = order(ControlKind.UNFREEZE, "ann", NOON);
        take(OPERATOR, unfreeze, NOON);
        Instant later = NOON.plus(Duration.ofMinutes(5));
        take(OPERATOR, order(ControlKind.FREEZE, "ann", later), later);

        assertThat(take(OPERATOR, unfreeze, NOON.plusSeconds(1))).isFalse();
        assertThat(book.covering("acme", "bot", "shop")).isPresent();
    }

    private boolean take(Signer key, byte[] value, Instant at) {
        return book.take(message("acme", partition("acme"), value, at, signed(key, value)));
    }

    private static Optional<SignatureHeader> signed(Signer key, byte[] value) {
        return Optional.of(new RecordSigner(key, CLUSTER).sign(RecordKind.CONTROL, TOPIC, value));
    }

    private ConsumerRecord<byte[], byte[]> message(
            @Nullable String key,
            int partition,
            byte @Nullable [] value,
            Instant at,
            Optional<SignatureHeader> signature) {
        RecordHeaders headers = new RecordHeaders();
        signature.ifPresent(header -> headers.add(SignatureHeader.NAME, header.encode()));
        return new ConsumerRecord<>(
                TOPIC,
                partition,
                offset++,
                at.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                value,
                headers,
                Optional.empty());
    }

    private static int partition(String domain) {
        return Partitioning.partition(domain.getBytes(StandardCharsets.UTF_8), PARTITIONS);
    }

    private static byte[] order(ControlKind kind, String person, Instant at) {
        return CODECS.control()
                .encode(Control.newBuilder()
                        .setDomain("acme")
                        .setKind(kind)
                        .setAgent("bot")
                        .setPerson(person)
                        .setGivenAt(at)
                        .build());
    }

    private static Ed25519PrivateKey key(int filler) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) filler);
        return Ed25519PrivateKey.of(bytes);
    }
}
