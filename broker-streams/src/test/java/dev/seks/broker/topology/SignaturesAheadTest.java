// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.broker.decision.Event;
import dev.seks.broker.decision.SignatureCheck;
import dev.seks.broker.decision.TestKeys;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.signature.Algorithm;
import dev.seks.schemas.signature.Ed25519PrivateKey;
import dev.seks.schemas.signature.Ed25519PublicKey;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.topic.Sizes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignaturesAheadTest {
    private static final String REQUESTS = "seks.requests";
    private static final Ed25519PrivateKey KEY = TestKeys.ed25519(21);
    private static final Ed25519PrivateKey OTHER = TestKeys.ed25519(22);

    private final SignaturesAhead ahead = new SignaturesAhead(TestKeys.CLUSTER, REQUESTS, 1);
    private final SignatureCheck plain = SignatureCheck.of(TestKeys.CLUSTER);

    @AfterEach
    void stop() {
        ahead.close();
    }

    @Test
    void triesNoKeyThatNobodyHasAskedAbout() {
        ahead.begin(logged(0, "a", header(KEY, "a")));

        assertThat(ahead.ahead()).isZero();
        assertThat(asked(0, KEY, "a", header(KEY, "a"))).isTrue();

        ahead.begin(logged(1, "b", header(KEY, "b")));

        assertThat(ahead.ahead()).isOne();
        assertThat(asked(1, KEY, "b", header(KEY, "b"))).isTrue();
        assertThat(ahead.ahead()).isZero();
    }

    @Test
    void countsNoAnswerForOtherBytesAnotherSignatureOrAnotherKey() {
        asked(0, KEY, "a", header(KEY, "a"));
        asked(0, OTHER, "a", header(OTHER, "a"));

        ahead.begin(logged(1, "a", header(KEY, "a")));
        assertThat(asked(1, KEY, "b", header(KEY, "a"))).as("other bytes").isFalse();
        ahead.begin(logged(2, "a", header(KEY, "b")));
        assertThat(asked(2, KEY, "a", header(KEY, "a"))).as("another signature").isTrue();
        ahead.begin(logged(3, "a", header(KEY, "a")));
        assertThat(asked(3, OTHER, "a", header(KEY, "a"))).as("another key").isFalse();
        ahead.begin(logged(4, "a", header(KEY, "a")));
        assertThat(ahead.fits(KEY.publicKey(), header(KEY, "a"), RecordKind.VERDICT, event(4, "a", header(KEY, "a"))))
                .as("another kind")
                .isFalse();
    }

    @Test
    void saysWhatIsSaidWithoutIt() {
        Random random = new Random(20_261_129);
        List<Ed25519PrivateKey> keys = List.of(KEY, OTHER);
        keys.forEach(key -> asked(0, key, "a", header(key, "a")));
        int fitting = 0;
        for (int round = 0; round < 20; round++) {
            List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                String said = "request " + round + "/" + i;
                String signed = random.nextInt(4) == 0 ? "another" : said;
                read.add(logged(1 + round * 50L + i, said, header(keys.get(random.nextInt(2)), signed)));
            }
            read.forEach(ahead::begin);
            for (ConsumerRecord<byte[], byte[]> logged : read) {
                SignatureHeader header = SignatureHeader.parse(logged.headers()
                                .lastHeader(SignatureHeader.NAME)
                                .value())
                        .orElseThrow();
                Ed25519PublicKey key = keys.get(random.nextInt(2)).publicKey();
                Event event = event(logged.offset(), new String(logged.value(), StandardCharsets.UTF_8), header);
                boolean fits = plain.fits(key, header, RecordKind.REQUEST, event);
                fitting += fits ? 1 : 0;

                assertThat(ahead.fits(key, header, RecordKind.REQUEST, event)).isEqualTo(fits);
            }
        }
        assertThat(fitting).isBetween(200, 800);
        assertThat(ahead.ahead()).isZero();
    }

    @Test
    void remembersSoManyAndFindsOutTheOthersWhenAsked() {
        asked(0, KEY, "a", header(KEY, "a"));
        SignatureHeader header = header(KEY, "a");
        for (int i = 1; i <= SignaturesAhead.MOST_AHEAD + 10; i++) {
            ahead.begin(logged(i, "a", header));
        }

        assertThat(ahead.ahead()).isEqualTo(SignaturesAhead.MOST_AHEAD);
        assertThat(asked(1, KEY, "a", header)).isTrue();
        assertThat(asked(SignaturesAhead.MOST_AHEAD + 10, KEY, "a", header)).isTrue();
        assertThat(ahead.ahead()).isEqualTo(SignaturesAhead.MOST_AHEAD - 1);
    }

    @Test
    void keepsFewValuesThatNobodyAsksAbout() {
        asked(0, KEY, "a", header(KEY, "a"));
        String big = "a".repeat(Sizes.REQUEST_VALUE);
        SignatureHeader header = header(KEY, big);
        int fitting = (int) (SignaturesAhead.MOST_BYTES / Sizes.REQUEST_VALUE);
        for (int i = 1; i <= fitting + 10; i++) {
            ahead.begin(logged(i, big, header));
        }
        ahead.begin(logged(fitting + 10, big, header)); // read once more
        ahead.begin(logged(fitting + 11, big + "a", header));

        assertThat(ahead.ahead()).isEqualTo(fitting);
        assertThat(asked(1, KEY, big, header)).isTrue();
        assertThat(asked(fitting + 10, KEY, big, header)).isTrue();
        for (int i = 1; i <= fitting + 10; i++) {
            asked(i, KEY, big, header);
        }
        assertThat(ahead.ahead()).isZero();
        ahead.begin(logged(fitting + 12, big, header));
        assertThat(ahead.ahead()).isOne();
    }

    @Test
    void passesOverWhatIsNoRequestOrHasNoSignature() {
        asked(0, KEY, "a", header(KEY, "a"));

        ahead.begin(new ConsumerRecord<>("seks.verdicts", 0, 1, null, bytes("a")));
        ahead.begin(new ConsumerRecord<>(REQUESTS, 0, 2, null, null));
        assertThat(ahead.ahead()).isZero();
        ahead.begin(new ConsumerRecord<>(REQUESTS, 0, 3, null, bytes("a")));

        assertThat(asked(3, KEY, "a", header(KEY, "a"))).isTrue();
    }

    @Test
    void asksForItselfOnceItIsClosed() {
        asked(0, KEY, "a", header(KEY, "a"));
        ahead.close();

        ahead.begin(logged(1, "a", header(KEY, "a")));

        assertThat(asked(1, KEY, "a", header(KEY, "a"))).isTrue();
    }

    private boolean asked(long offset, Ed25519PrivateKey key, String said, SignatureHeader header) {
        return ahead.fits(key.publicKey(), header, RecordKind.REQUEST, event(offset, said, header));
    }

    private static SignatureHeader header(Ed25519PrivateKey key, String said) {
        byte[] encoded =
                TestKeys.header(key, RecordKind.REQUEST, REQUESTS, bytes(said)).value();
        SignatureHeader header = SignatureHeader.parse(encoded).orElseThrow();
        assertThat(header.algorithm()).isEqualTo(Algorithm.ED25519);
        return header;
    }

    private static Event event(long offset, String said, SignatureHeader header) {
        return new Event(
                EventKind.REQUEST,
                new Coordinates(REQUESTS, 0, offset, Instant.EPOCH),
                1,
                bytes("acme"),
                bytes(said),
                List.of(new Event.HeaderField(SignatureHeader.NAME, header.encode())));
    }

    private static ConsumerRecord<byte[], byte[]> logged(long offset, String said, SignatureHeader header) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(SignatureHeader.NAME, header.encode());
        return new ConsumerRecord<>(
                REQUESTS,
                0,
                offset,
                0,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                bytes("acme"),
                bytes(said),
                headers,
                Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
