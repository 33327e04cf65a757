// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDecoderTest {
    private static final int MAX = 10_000;
    private static final byte[] BODY = "{\"id\":1}".getBytes(StandardCharsets.UTF_8);

    @Test
    void readsGzipAndBothKindsOfDeflate() throws Exception {
        assertThat(decoded(BODY)).isEqualTo(BODY);
        assertThat(decoded(BODY, "identity")).isEqualTo(BODY);
        assertThat(decoded(gzip(BODY), "gzip")).isEqualTo(BODY);
        assertThat(decoded(gzip(BODY), "X-GZIP")).isEqualTo(BODY);
        assertThat(decoded(deflate(BODY, false), "deflate")).isEqualTo(BODY);
        assertThat(decoded(deflate(BODY, true), "Deflate")).isEqualTo(BODY);
    }

    @Test
    void undoesCodingsInTheOrderTheyWereApplied() throws Exception {
        byte[] twice = gzip(deflate(BODY, true));

        assertThat(decoded(twice, "deflate, gzip")).isEqualTo(BODY);
        assertThat(decoded(twice, "deflate", "gzip")).isEqualTo(BODY);
        assertThat(decoded(gzip(gzip(gzip(BODY))), "gzip,gzip", "identity", "gzip"))
                .isEqualTo(BODY);
        assertThat(decoded(twice, "gzip, deflate")).isNull();
        assertThat(decoded(gzip(gzip(gzip(gzip(BODY)))), "gzip, gzip, gzip, gzip"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "zstd", "compress", "gzip;q=1", "gzip gzip", "chunked", "null"})
    void withholdsWhatItDoesNotKnow(String coding) {
        assertThat(decoded(BODY, coding)).isNull();
    }

    @Test
    void withholdsWhatIsBroken() throws Exception {
        byte[] gzip = gzip(BODY);

        assertThat(decoded(BODY, "gzip")).isNull();
        assertThat(decoded(BODY, "deflate")).isNull();
        assertThat(decoded(new byte[0], "gzip")).isNull();
        assertThat(decoded(Arrays.copyOf(gzip, gzip.length - 9), "gzip")).isNull();
        gzip[gzip.length - 5] ^= 1;
        assertThat(decoded(gzip, "gzip")).as("wrong checksum").isNull();
    }

    @Test
    void stopsBombsAtTheBound() throws Exception {
        byte[] zeros = new byte[50_000_000];
        byte[] bomb = gzip(zeros);

        assertThat(decoded(bomb, "gzip")).isNull();
        assertThat(decoded(gzip(bomb), "gzip, gzip")).isNull();
        assertThat(decoded(deflate(zeros, true), "deflate")).isNull();
        assertThat(decoded(new byte[MAX])).hasSize(MAX);
        assertThat(decoded(new byte[MAX + 1])).isNull();
        assertThat(decoded(gzip(new byte[MAX]), "gzip")).hasSize(MAX);
        assertThat(decoded(gzip(new byte[MAX + 1]), "gzip")).isNull();
    }

    @Test
    void neverFailsOtherwiseWhateverTheBytes() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[][] good = {gzip(BODY), deflate(BODY, true), deflate(BODY, false)};
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = good[random.nextInt(3)].clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            for (String coding : List.of("gzip", "deflate")) {
                Optional<byte[]> decoded = ContentDecoder.decoded(bytes, List.of(coding), MAX);
                assertThat(decoded.map(b -> b.length).orElse(0))
                        .as("seed %s", seed)
                        .isLessThanOrEqualTo(MAX);
            }
        }
    }

    private static byte[] decoded(byte[] body, String... headers) {
        return ContentDecoder.decoded(body, List.of(headers), MAX).orElse(null);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] deflate(byte[] bytes, boolean raw) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, raw);
        try (OutputStream deflate = new DeflaterOutputStream(out, deflater)) {
            deflate.write(bytes);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }
}
