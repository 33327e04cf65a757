// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureHeaderTest {
    private static final String SIG_32 = "A".repeat(43);
    private static final String GOOD = "v1;alg=hmac-sha256;kid=hmac-1.bot;sig=" + SIG_32;

    @Test
    void readsWhatItWrites() {
        Random random = new Random(7);
        for (Algorithm algorithm : Algorithm.values()) {
            byte[] signature = new byte[algorithm.signatureBytes()];
            random.nextBytes(signature);
            SignatureHeader header = new SignatureHeader(algorithm, "k".repeat(96), signature);

            assertThat(header.encode().length).isLessThanOrEqualTo(SignatureHeader.MAX_BYTES);
            assertThat(SignatureHeader.parse(header.encode())).contains(header);
            assertThat(SignatureHeader.parse(header.encode()).orElseThrow().signature())
                    .isEqualTo(signature);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1",
                "v2;alg=hmac-sha256;kid=k;sig=" + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "V1;alg=hmac-sha256;kid=k;sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "v1;alg=none;kid=k;sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "v1;alg=HMAC-SHA256;kid=k;sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "v1;alg=hmac-sha256;kid=;sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "v1;alg=hmac-sha256;kid=.k;sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "v1;alg=hmac-sha256;kid=k k;sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "v1;alg=hmac-sha256;kid=k;sig=",
                "v1;alg=hmac-sha256;kid=k;sig=AAAA",
                "v1;alg=hmac-sha256;kid=k;sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "v1;alg=hmac-sha256;kid=k;sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
                "v1;alg=hmac-sha256;kid=k;sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+A",
                "v1;alg=hmac-sha256;kid=k;sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA ",
                "v1;alg=hmac-sha256;kid=k;sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA;",
                "v1;alg=hmac-sha256;kid=k;sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
                " v1;alg=hmac-sha256;kid=k;sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "v1;kid=k;alg=hmac-sha256;sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "v1;alg=hmac-sha256;kid=k;kid=k;sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "v1; alg=hmac-sha256; kid=k; sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "v1;alg=ed25519;kid=k;sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "v1;alg=hmac-sha256;kid=k\u0131;sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "v1;alg=hmac-sha256;kid=\u212a;sig=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void refusesWhatIsOutOfForm(String text) {
        assertThat(SignatureHeader.parse(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void refusesNullAndWhatIsTooLong() {
        byte[] endless = ("v1;alg=hmac-sha256;kid=" + "k".repeat(100_000)).getBytes(StandardCharsets.US_ASCII);

        assertThat(SignatureHeader.parse(null)).isEmpty();
        assertThat(SignatureHeader.parse(endless)).isEmpty();
        assertThat(SignatureHeader.parse(
                        GOOD.replace("hmac-1.bot", "k".repeat(97)).getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
    }

    @Test
    void noOtherBytesStandForTheSameSignature() {
        byte[] good = GOOD.getBytes(StandardCharsets.US_ASCII);
        SignatureHeader meant = SignatureHeader.parse(good).orElseThrow();

        for (int at = 0; at < good.length; at++) {
            for (int other = 0; other < 256; other++) {
                byte[] changed = good.clone();
                changed[at] = (byte) other;
                boolean same =
                        SignatureHeader.parse(changed).filter(meant::equals).isPresent();

                assertThat(same).as("byte %d as %d", at, other).isEqualTo(Arrays.equals(changed, good));
            }
        }
    }

    @Test
    void takesExactlyOneHeader() {
        byte[] good = GOOD.getBytes(StandardCharsets.US_ASCII);

        assertThat(SignatureHeader.read(List.of(good))).isInstanceOf(SignatureHeader.Reading.Sound.class);
        assertThat(SignatureHeader.read(List.of()))
                .isInstanceOfSatisfying(
                        SignatureHeader.Reading.Faulty.class,
                        fault -> assertThat(fault.why())
                                .isEqualTo("the record has no header seks-sig, expected exactly one"));
        assertThat(SignatureHeader.read(List.of(good, good)))
                .isInstanceOfSatisfying(
                        SignatureHeader.Reading.Faulty.class,
                        fault -> assertThat(fault.why())
                                .isEqualTo("the record has 2 header seks-sig, expected exactly one"));
        assertThat(SignatureHeader.read(Collections.singletonList(null)))
                .isInstanceOf(SignatureHeader.Reading.Faulty.class);
    }

    @Test
    void refusesToWriteWhatItWouldNotRead() {
        List<String> ids = new ArrayList<>(List.of("", "k;sig", "k k", "\u00e4", "k".repeat(97)));

        ids.forEach(id -> assertThatThrownBy(() -> new SignatureHeader(Algorithm.HMAC_SHA256, id, new byte[32]))
                .isInstanceOf(IllegalArgumentException.class));
        assertThatThrownBy(() -> new SignatureHeader(Algorithm.ED25519, "k", new byte[32]))
                .hasMessage("a signature of 32 bytes, expected 64 for ed25519");
    }

    @Test
    void readsNothingIntoRandomBytes() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);

            assertThat(SignatureHeader.parse(noise)).isEmpty();
        }
    }
}
