// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Whatever the secret, its spelling and the text around it are, nothing of it is left. The corpus runs with every build. */
class ScrubberFuzzTest {
    /** Shorter secrets are not looked for in every encoding. */
    private static final int SHORTEST = 6;

    private static final int MAX_SPELLINGS = 3;

    @FuzzTest(maxDuration = "1m")
    void leavesNothingOfTheSecret(FuzzedDataProvider data) {
        String secret = wellFormed(data.consumeString(40)).replaceAll("\\p{Cntrl}", "");
        if (secret.isBlank() || secret.getBytes(StandardCharsets.UTF_8).length < SHORTEST) {
            return;
        }
        String spelled = data.consumeBoolean() ? secret : packed(secret, data.consumeInt(0, 3), data);
        for (int i = data.consumeInt(0, MAX_SPELLINGS); i > 0; i--) {
            spelled = escaped(spelled, data.consumeInt(0, 4));
        }
        String text = wellFormed(data.consumeString(100)) + " [" + spelled + "] "
                + wellFormed(data.consumeRemainingAsString());
        Scrubber scrubber = Scrubber.of(List.of(secret));

        assertThat(scrubber.finds(text)).as("%s as %s", secret, spelled).isTrue();
        String clean = scrubber.scrubbed(text);
        assertThat(clean).contains("[redacted]");
        assertThat(scrubber.finds(clean))
                .as("%s as %s in %s", secret, spelled, clean)
                .isFalse();
    }

    private static String packed(String secret, int kind, FuzzedDataProvider data) {
        byte[] before = data.consumeBytes(4);
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[before.length + bytes.length];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(bytes, 0, all, before.length, bytes.length);
        return switch (kind) {
            case 0 -> HexFormat.of().formatHex(all);
            case 1 -> HexFormat.ofDelimiter(":").withUpperCase().formatHex(all);
            case 2 -> Base64.getEncoder().encodeToString(all);
            default -> Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        };
    }

    private static String escaped(String text, int kind) {
        StringBuilder out = new StringBuilder();
        switch (kind) {
            case 0 -> out.append(URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20"));
            case 1 -> out.append(JsonStringEncoder.getInstance().quoteAsString(text));
            case 2 -> text.chars().forEach(c -> out.append(String.format("\\u%04x", c)));
            case 3 -> text.codePoints().forEach(c -> out.append("&#").append(c).append(';'));
            default ->
                text.codePoints()
                        .forEach(c -> out.append("&#x")
                                .append(Integer.toHexString(c).toUpperCase(Locale.ROOT))
                                .append(';'));
        }
        return out.toString();
    }

    /** Without halves of characters, which no encoding can carry. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
