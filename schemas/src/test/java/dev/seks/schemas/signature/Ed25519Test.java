// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519Test {
    private static final HexFormat HEX = HexFormat.of();

    /** Order of the group, RFC 8032, section 5.1. */
    private static final BigInteger L =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    /** RFC 8032, section 7.1: tests 1, 2, 3 and SHA(abc). */
    @ParameterizedTest
    @CsvSource(textBlock = """
            9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60, d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a, '', e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b
            4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb, 3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c, 72, 92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
            c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7, fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025, af82, 6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a
            833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42, ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf, ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f, dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704
            """)
    void signsAndVerifiesAsTheStandardSays(String seed, String publicKey, String message, String signature) {
        Ed25519PrivateKey key = Ed25519PrivateKey.of(HEX.parseHex(seed));
        byte[] text = HEX.parseHex(message);

        assertThat(HEX.formatHex(key.publicKey().bytes())).isEqualTo(publicKey);
        assertThat(HEX.formatHex(key.sign(text))).isEqualTo(signature);
        assertThat(key.publicKey().verifies(text, HEX.parseHex(signature))).isTrue();
    }

    /** The 8 points of small order in all 14 encodings, and one point of mixed order: no signature proves anything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d"
            })
    void takesNoPointOfSmallOrMixedOrderForAKey(String bytes) {
        assertThat(Ed25519PublicKey.of(HEX.parseHex(bytes))).isEmpty();
    }

    @Test
    void takesNoPointOffTheCurveForAKey() {
        byte[] point = new byte[32];
        point[0] = 2; // y = 2 has no x

        assertThat(Ed25519PublicKey.of(point)).isEmpty();
        assertThat(Ed25519PublicKey.of(new byte[31])).isEmpty();
        assertThat(Ed25519PublicKey.of(new byte[33])).isEmpty();
    }

    @Test
    void refusesAnSOfTheGroupsOrderAndAbove() {
        Ed25519PrivateKey key = key(1);
        byte[] message = {1, 2, 3};
        byte[] signature = key.sign(message);
        BigInteger s = littleEndian(signature, 32);

        for (int times = 1; times <= 7; times++) {
            byte[] bent = signature.clone();
            BigInteger more = s.add(L.multiply(BigInteger.valueOf(times)));
            for (int i = 0; i < 32; i++) {
                bent[32 + i] = more.shiftRight(8 * i).byteValue();
            }
            assertThat(key.publicKey().verifies(message, bent))
                    .as("S + %d L", times)
                    .isFalse();
        }
    }

    @Test
    void refusesRsOfSmallOrderAndOutOfForm() {
        Ed25519PublicKey key = key(2).publicKey();
        byte[] signature = new byte[64];
        signature[0] = 1; // R is the neutral element, S is 0

        assertThat(key.verifies(new byte[] {1}, signature)).isFalse();
        assertThat(key.verifies(new byte[] {1}, new byte[64])).isFalse();
        assertThat(key.verifies(new byte[] {1}, new byte[63])).isFalse();
        assertThat(key.verifies(new byte[] {1}, new byte[0])).isFalse();
    }

    @Test
    void agreesWithTheJdkOnGoodAndBentSignatures() throws GeneralSecurityException {
        long seed = 20_260_101;
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            Ed25519PrivateKey key = key(random.nextInt());
            byte[] message = new byte[random.nextInt(200)];
            random.nextBytes(message);
            byte[] signature = key.sign(message);
            byte[] bent = signature.clone();
            bent[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));

            assertThat(JdkKeys.verifies(key.publicKey().bytes(), message, signature))
                    .as("seed %d case %d", seed, i)
                    .isTrue();
            assertThat(key.publicKey().verifies(message, signature)).isTrue();
            assertThat(key.publicKey().verifies(message, bent))
                    .as("seed %d case %d", seed, i)
                    .isEqualTo(JdkKeys.verifies(key.publicKey().bytes(), message, bent))
                    .isFalse();
        }
    }

    @Test
    void readsItsOwnTextAndNoOther() {
        Ed25519PublicKey key = key(3).publicKey();
        String text = key.text();

        assertThat(Ed25519PublicKey.parse(text)).contains(key);
        assertThat(Ed25519PublicKey.parse(text.replace("=", ""))).isEmpty();
        assertThat(Ed25519PublicKey.parse(text.replace("ed25519:", ""))).isEmpty();
        assertThat(Ed25519PublicKey.parse(text + "=")).isEmpty();
        assertThat(Ed25519PublicKey.parse("ed25519:!")).isEmpty();
        assertThat(key.keyId()).matches("[0-9a-f]{32}");
    }

    @Test
    void printsNoSecret() {
        Ed25519PrivateKey key = key(4);

        assertThat(key).hasToString("[redacted]");
        assertThatThrownBy(() -> Ed25519PrivateKey.of(new byte[31])).hasMessage("a seed of 31 bytes, expected 32");
    }

    private static Ed25519PrivateKey key(int seed) {
        byte[] bytes = new byte[32];
        new Random(seed).nextBytes(bytes);
        return Ed25519PrivateKey.of(bytes);
    }

    private static BigInteger littleEndian(byte[] bytes, int from) {
        BigInteger number = BigInteger.ZERO;
        for (int i = 31; i >= 0; i--) {
            number = number.shiftLeft(8).or(BigInteger.valueOf(bytes[from + i] & 0xff));
        }
        return number;
    }
}
