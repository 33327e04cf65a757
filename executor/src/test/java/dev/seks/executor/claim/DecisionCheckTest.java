// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.executor.claim.Verification.Accepted;
import dev.seks.executor.claim.Verification.DealtWith;
import dev.seks.executor.claim.Verification.Rejected;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.signature.HmacKey;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.signature.Signer;
import dev.seks.schemas.topic.Partitioning;
import dev.seks.schemas.trust.TrustRoots;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.schemas.yaml.SourceFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DecisionCheckTest {
    private static final Codecs CODECS = Codecs.of(SchemaIds.builtIn());
    private static final int PARTITIONS = 4;
    private static final String DOMAIN = "acme";
    private static final int HOME = Partitioning.partition(DOMAIN.getBytes(StandardCharsets.UTF_8), PARTITIONS);
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String BUNDLE = "b".repeat(64);
    private static final ActionCatalogue CATALOGUE =
            ((ActionCatalogue.Loaded) ActionCatalogue.load(List.of(new SourceFile("shop.yaml", """
                    service: shop
                    base_url: https://shop.example
                    actions:
                      order:
                        summary: o
                        effect: write
                        http: POST /orders/{item}
                        params: { item: { type: string, required: true } }
                    """)))).catalogue();

    private static final String TOPIC = "seks.approved";
    private static final String CLUSTER = "a-cluster";
    private static final HmacKey BROKER = HmacKey.of("decision-1", new byte[HmacKey.BYTES]);
    private static final HmacKey EXECUTOR = HmacKey.of("execution-1", new byte[HmacKey.BYTES]);
    private static final Authenticity AUTHENTICITY =
            new Authenticity(TrustRoots.NONE, List.of(BROKER), List.of(EXECUTOR), CLUSTER);

    private final DecisionCheck check = new DecisionCheck(
            CODECS,
            AUTHENTICITY,
            PARTITIONS,
            (partition, domain, digest) ->
                    digest.equals(BUNDLE) && domain.equals(DOMAIN) ? Optional.of(CATALOGUE) : Optional.empty(),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void acceptsWhatIsExactlyAsDecided() {
        Verification verification = check.verify(message(decision()), domain -> 6);

        assertThat(verification).isInstanceOf(Accepted.class);
        Accepted accepted = (Accepted) verification;
        assertThat(accepted.approved())
                .isEqualTo(new Approved(
                        DOMAIN, 7, "r1", "aeonbyte", "shop", "order", decision().getRequestDigest(), 40));
        assertThat(accepted.call().params()).containsEntry("item", "tea");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal("digest_mismatch", d -> d.setRequestDigest("0".repeat(64))),
                refusal("digest_mismatch", d -> d.setRequestDigest("")),
                refusal("request_missing", d -> d.setRequest(null)),
                refusal("request_unreadable", d -> replace(d, new byte[] {1, 2, 3})),
                refusal("request_mismatch", d -> d.setAgent("mallory")),
                refusal("request_mismatch", d -> d.setAgent(null)),
                refusal("request_mismatch", d -> d.setRequestId("r2")),
                refusal("request_mismatch", d -> d.setService("bank")),
                refusal("request_mismatch", d -> d.setAction("pay")),
                refusal("request_mismatch", d -> replace(d, request("evil", "order", "{\"item\":\"tea\"}"))),
                refusal("bundle_unknown", d -> d.setBundleDigest(null)),
                refusal("bundle_unknown", d -> d.setBundleDigest("c".repeat(64))),
                refusal("action_unknown", d -> {
                    d.setAction("pay");
                    replace(d, request(DOMAIN, "pay", "{}"));
                }),
                refusal("params_invalid", d -> replace(d, request(DOMAIN, "order", "{\"item\":\"a/b\"}"))),
                refusal("params_invalid", d -> replace(d, request(DOMAIN, "order", "{\"item\":\"a\",\"item\":\"b\"}"))),
                refusal("params_invalid", d -> replace(d, request(DOMAIN, "order", "{}"))),
                refusal("no_time_limit", d -> d.setExecuteWithinMs(null)),
                refusal("no_time_limit", d -> d.setExecuteWithinMs(-1L)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesWhatIsNotAsDecided(String reason, Consumer<Decision.Builder> change) {
        Decision.Builder decision = builder();
        change.accept(decision);

        Verification verification = check.verify(message(decision.build()), domain -> 6);

        assertThat(verification).isInstanceOf(Rejected.class);
        Rejected rejected = (Rejected) verification;
        assertThat(rejected.status()).isEqualTo(ExecutionStatus.REFUSED);
        assertThat(rejected.error().code()).isEqualTo(reason);
        assertThat(rejected.approved().seq()).isEqualTo(7);
    }

    static Stream<Arguments> strangers() {
        byte[] value = CODECS.decision().encode(decision());
        byte[] key = DOMAIN.getBytes(StandardCharsets.UTF_8);
        return Stream.of(
                Arguments.of("null key", message(HOME, null, value)),
                Arguments.of("null value", message(HOME, key, null)),
                Arguments.of("other partition", message((HOME + 1) % PARTITIONS, key, value)),
                Arguments.of("other key", message(HOME, neighbour(), value)),
                Arguments.of("garbage", message(HOME, key, new byte[] {0, 1})),
                Arguments.of(
                        "not approved",
                        message(builder().setOutcome(Outcome.PENDING).build())),
                Arguments.of(
                        "denied", message(builder().setOutcome(Outcome.DENIED).build())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("strangers")
    void answersWhatIsNoDecisionInTheNameOfThePartition(String what, ConsumerRecord<byte[], byte[]> message) {
        Verification verification = check.verify(message, domain -> 0);

        assertThat(verification).isInstanceOf(Rejected.class);
        Approved approved = ((Rejected) verification).approved();
        assertThat(approved.domain()).isEqualTo("_p" + message.partition());
        assertThat(approved.seq()).isEqualTo(message.offset() + 1);
        assertThat(check.verify(message, domain -> message.offset() + 1)).isInstanceOf(DealtWith.class);
    }

    static Stream<Arguments> forgeries() {
        byte[] value = CODECS.decision().encode(decision());
        byte[] altered = CODECS.decision().encode(builder().setAgent("mallory").build());
        HmacKey forgers = HmacKey.of("decision-1", "f".repeat(32).getBytes(StandardCharsets.US_ASCII));
        RecordHeader good = signature(BROKER, RecordKind.DECISION, TOPIC, value);
        return Stream.of(
                Arguments.of("unsigned", signed(value)),
                Arguments.of("signed twice", signed(value, good, good)),
                Arguments.of("altered", signed(altered, good)),
                Arguments.of(
                        "another key of that id", signed(value, signature(forgers, RecordKind.DECISION, TOPIC, value))),
                Arguments.of(
                        "the executor's key", signed(value, signature(EXECUTOR, RecordKind.DECISION, TOPIC, value))),
                Arguments.of("another kind", signed(value, signature(BROKER, RecordKind.RESULT, TOPIC, value))),
                Arguments.of(
                        "a pending one", signed(value, signature(BROKER, RecordKind.DECISION, "seks.pending", value))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgeries")
    void believesNothingThatTheBrokerHasNotSigned(String what, ConsumerRecord<byte[], byte[]> message) {
        Verification verification = check.verify(message, domain -> 0);

        assertThat(verification).isInstanceOf(Rejected.class);
        Rejected rejected = (Rejected) verification;
        assertThat(rejected.error().code()).isEqualTo("not_authenticated");
        assertThat(rejected.approved().domain()).isEqualTo("_p" + HOME);
        assertThat(check.verifyClaimed(
                        message, new ClaimKey(DOMAIN, 7), decision().getRequestDigest()))
                .isInstanceOf(Rejected.class);
    }

    private static ConsumerRecord<byte[], byte[]> signed(byte[] value, RecordHeader... headers) {
        return message(HOME, DOMAIN.getBytes(StandardCharsets.UTF_8), value, NOW, new RecordHeaders(headers));
    }

    @Test
    void passesOverWhatWasDealtWith() {
        assertThat(check.verify(message(decision()), domain -> 7)).isInstanceOf(DealtWith.class);
        assertThat(check.verify(message(decision()), domain -> 8)).isInstanceOf(DealtWith.class);
    }

    @Test
    void letsADecisionLapseByItsAppendTime() {
        assertThat(check.verify(appendedAt(NOW.minusMillis(1000), 1000L), domain -> 6))
                .isInstanceOf(Accepted.class);

        Verification late = check.verify(appendedAt(NOW.minusMillis(1001), 1000L), domain -> 6);

        assertThat(late).isInstanceOf(Rejected.class);
        assertThat(((Rejected) late).status()).isEqualTo(ExecutionStatus.LAPSED);
        assertThat(check.verify(appendedAt(NOW, Long.MAX_VALUE), domain -> 6)).isInstanceOf(Accepted.class);
    }

    @Test
    void letsADecisionLapseAfterTheAgentsOwnDeadline() {
        CapabilityRequest.Builder asked = request(DOMAIN, "order");
        Decision.Builder decision = builder();
        replace(
                decision,
                CODECS.request().encode(asked.setDeadline(NOW.minusMillis(1L)).build()));

        Verification late = check.verify(message(decision.build()), domain -> 6);

        assertThat(((Rejected) late).error().code()).isEqualTo("deadline_passed");
    }

    /** Whatever an administrator of Kafka has deleted: without claims, results and progress nothing else tells. */
    @Test
    void lapsesWhatWasDecidedTooLongAgoThoughItIsAppendedNow() {
        Instant limit = NOW.minusMillis(120_000).minus(DecisionCheck.MAX_BEHIND);

        assertThat(check.verify(message(builder().setDecidedAt(limit).build()), domain -> 0))
                .isInstanceOf(Accepted.class);
        assertThat(check.verify(
                        message(builder().setDecidedAt(limit.minusMillis(1)).build()), domain -> 0))
                .isInstanceOfSatisfying(Rejected.class, copied -> {
                    assertThat(copied.status()).isEqualTo(ExecutionStatus.LAPSED);
                    assertThat(copied.error().code()).isEqualTo("decided_too_long_ago");
                });
    }

    @Test
    void acceptsAClaimedDecisionWhateverTimeHasPassedButNoOther() {
        ConsumerRecord<byte[], byte[]> old = appendedAt(NOW.minusSeconds(9999), 1000L);
        String digest = decision().getRequestDigest();

        assertThat(check.verifyClaimed(old, new ClaimKey(DOMAIN, 7), digest)).isInstanceOf(Accepted.class);
        assertThat(check.verifyClaimed(old, new ClaimKey(DOMAIN, 8), digest)).isInstanceOf(Rejected.class);
        assertThat(check.verifyClaimed(old, new ClaimKey(DOMAIN, 7), "0".repeat(64)))
                .isInstanceOf(Rejected.class);
    }

    private static Arguments refusal(String reason, Consumer<Decision.Builder> change) {
        return Arguments.of(reason, change);
    }

    private static void replace(Decision.Builder decision, byte[] request) {
        decision.setRequest(ByteBuffer.wrap(request)).setRequestDigest(Digest.of(request));
    }

    private static byte[] request(String domain, String action, String params) {
        return CODECS.request().encode(request(domain, action).setParams(params).build());
    }

    private static CapabilityRequest.Builder request(String domain, String action) {
        return CapabilityRequest.newBuilder()
                .setRequestId("r1")
                .setDomain(domain)
                .setAgent("aeonbyte")
                .setService("shop")
                .setAction(action)
                .setParams("{\"item\":\"tea\"}")
                .setCreatedAt(NOW);
    }

    private static Decision decision() {
        return builder().build();
    }

    private static Decision.Builder builder() {
        Decision.Builder decision = Decision.newBuilder()
                .setDomain(DOMAIN)
                .setSeq(7)
                .setRequestId("r1")
                .setAgent("aeonbyte")
                .setService("shop")
                .setAction("order")
                .setRequestCoordinates(new Coordinates("seks.requests", HOME, 3L, NOW))
                .setOutcome(Outcome.APPROVED)
                .setReason(Reason.ALLOWED_BY_RULE)
                .setExplanation("allowed")
                .setRules(List.of())
                .setLimits(List.of())
                .setBundleDigest(BUNDLE)
                .setExecuteWithinMs(120_000L)
                .setDecidedAt(NOW);
        replace(decision, request(DOMAIN, "order", "{\"item\":\"tea\"}"));
        return decision;
    }

    private static byte[] neighbour() {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> ("other" + i).getBytes(StandardCharsets.UTF_8))
                .filter(key -> Partitioning.partition(key, PARTITIONS) == HOME)
                .findFirst()
                .orElseThrow();
    }

    private static ConsumerRecord<byte[], byte[]> message(Decision decision) {
        return message(
                HOME, DOMAIN.getBytes(StandardCharsets.UTF_8), CODECS.decision().encode(decision));
    }

    private static ConsumerRecord<byte[], byte[]> appendedAt(Instant at, Long within) {
        return message(
                HOME,
                DOMAIN.getBytes(StandardCharsets.UTF_8),
                CODECS.decision().encode(builder().setExecuteWithinMs(within).build()),
                at);
    }

    private static ConsumerRecord<byte[], byte[]> message(int partition, byte[] key, byte[] value) {
        return message(partition, key, value, NOW);
    }

    private static ConsumerRecord<byte[], byte[]> message(int partition, byte[] key, byte[] value, Instant at) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(signature(BROKER, RecordKind.DECISION, TOPIC, value));
        return message(partition, key, value, at, headers);
    }

    private static RecordHeader signature(Signer key, RecordKind kind, String topic, byte[] value) {
        byte[] signed = value == null ? new byte[0] : value;
        return new RecordHeader(
                SignatureHeader.NAME,
                new RecordSigner(key, CLUSTER).sign(kind, topic, signed).encode());
    }

    private static ConsumerRecord<byte[], byte[]> message(
            int partition, byte[] key, byte[] value, Instant at, RecordHeaders headers) {
        return new ConsumerRecord<>(
                TOPIC,
                partition,
                40,
                at.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                key == null ? -1 : key.length,
                value == null ? -1 : value.length,
                key,
                value,
                headers,
                Optional.empty());
    }
}
