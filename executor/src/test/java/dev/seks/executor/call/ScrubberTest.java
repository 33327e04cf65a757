// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.seks.executor.credential.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubberTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SECRET = "gh\"p_A+b/c=%41\\déf 12";

    @Test
    void removesTheSecretFromValuesAndFieldNames() throws Exception {
        JsonNode answer =
                JSON.createObjectNode().put(SECRET, "token " + SECRET + "!").put("id", 7);

        JsonNode clean = Scrubber.of(Secret.of(SECRET)).scrubbed(answer);

        assertThat(clean).isEqualTo(JSON.readTree("{\"[redacted]\":\"token [redacted]!\",\"id\":7}"));
    }

    @Test
    void removesASecretThatLooksLikeANumber() throws Exception {
        JsonNode clean = Scrubber.of(Secret.of("123456789")).scrubbed(JSON.readTree("{\"a\":[123456789,1]}"));

        assertThat(clean.toString()).isEqualTo("{\"a\":[\"[redacted]\",1]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {SECRET, "ghp_0123456789abcdef", "a'b$c^d*(e)[f]{g}|h?i"})
    void findsEveryUsualEncoding(String secret) throws Exception {
        Scrubber scrubber = Scrubber.of(Secret.of(secret));
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String json = JSON.writeValueAsString(secret);

        assertThat(scrubber.finds(secret)).isTrue();
        assertThat(scrubber.finds(url)).isTrue();
        assertThat(scrubber.finds(url.replace("+", "%20"))).isTrue();
        assertThat(scrubber.finds(json)).isTrue();
        assertThat(scrubber.finds(JSON.writeValueAsString(json))).isTrue();
        assertThat(scrubber.finds(escaped(secret))).isTrue();
        assertThat(scrubber.finds(HexFormat.of().formatHex(bytes))).isTrue();
        assertThat(scrubber.finds(HexFormat.of().withUpperCase().formatHex(bytes)))
                .isTrue();
        assertThat(scrubber.finds("something else entirely, quite harmless")).isFalse();
    }

    @Test
    void findsBase64AtEveryAlignmentInEveryAlphabet() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[12 + random.nextInt(30)];
            random.nextBytes(bytes);
            String secret = HexFormat.of().formatHex(bytes).substring(0, bytes.length);
            String before = "x".repeat(random.nextInt(7));
            String after = "y".repeat(random.nextInt(7));
            byte[] text = (before + secret + after).getBytes(StandardCharsets.UTF_8);
            Scrubber scrubber = Scrubber.of(Secret.of(secret));

            assertThat(scrubber.finds(Base64.getEncoder().encodeToString(text)))
                    .as("seed %s", seed)
                    .isTrue();
            assertThat(scrubber.finds(Base64.getUrlEncoder().withoutPadding().encodeToString(text)))
                    .as("seed %s", seed)
                    .isTrue();
            assertThat(scrubber.finds(before + secret + after)).isTrue();
        }
    }

    @Test
    void leavesNothingToBeFound() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Scrubber scrubber = Scrubber.of(Secret.of(SECRET));
        String[] forms = {
            SECRET,
            URLEncoder.encode(SECRET, StandardCharsets.UTF_8),
            Base64.getEncoder().encodeToString(SECRET.getBytes(StandardCharsets.UTF_8)),
            HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.UTF_8))
        };
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(6); j >= 0; j--) {
                text.append(random.nextBoolean() ? "-" : "a b").append(forms[random.nextInt(forms.length)]);
            }
            String clean = scrubber.scrubbed(JSON.createObjectNode().put("t", text.toString()))
                    .toString();
            assertThat(scrubber.finds(clean)).as("seed %s, %s", seed, clean).isFalse();
        }
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> out.append(String.format("\\u%04X", c)));
        return out.toString();
    }
}
