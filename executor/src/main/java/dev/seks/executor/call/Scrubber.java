// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.executor.credential.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes one secret from an answer: plain, percent-encoded, JSON-escaped or any mix of these, in hex, and in base64 at
 * every alignment inside a longer text. Works on decoded JSON, so that no escape of the transport hides anything.
 */
final class Scrubber {
    static final String REDACTED = "[redacted]";

    /** Encodings of fewer characters than this would be found where they are not. */
    private static final int SHORTEST_ENCODING = 6;

    /** The base64 character beside them may hold some bits of the secret as well. */
    private static final String NEIGHBOUR = "[A-Za-z0-9+/_-]?";

    private final Pattern traces;

    private Scrubber(Pattern traces) {
        this.traces = traces;
    }

    static Scrubber of(Secret secret) {
        String value = secret.reveal();
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        List<String> alternatives = new ArrayList<>();
        alternatives.add(spelledOut(value));
        alternatives.add("(?i:" + HexFormat.of().formatHex(bytes) + ")");
        for (int alignment = 0; alignment < 3; alignment++) {
            String inner = base64Inside(bytes, alignment);
            if (inner.length() >= SHORTEST_ENCODING) {
                alternatives.add(NEIGHBOUR + eitherAlphabet(inner) + NEIGHBOUR);
            }
        }
        return new Scrubber(Pattern.compile(String.join("|", alternatives)));
    }

    /** Whether any trace of the secret is left. */
    boolean finds(String text) {
        return traces.matcher(text).find();
    }

    /** The same answer without the secret, in values and in field names; the argument is left as it is. */
    JsonNode scrubbed(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode clean = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(field -> clean.set(scrubbed(field.getKey()), scrubbed(field.getValue())));
            return clean;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode clean = JsonNodeFactory.instance.arrayNode();
            list.forEach(element -> clean.add(scrubbed(element)));
            return clean;
        }
        String text = node.asText();
        return finds(text) ? JsonNodeFactory.instance.textNode(scrubbed(text)) : node;
    }

    private String scrubbed(String text) {
        return traces.matcher(text).replaceAll(Matcher.quoteReplacement(REDACTED));
    }

    /** Each character as itself, as an escape of JSON, or as percent-encoded bytes. */
    private static String spelledOut(String value) {
        StringBuilder pattern = new StringBuilder();
        value.codePoints().forEach(c -> {
            String character = Character.toString(c);
            StringBuilder percent = new StringBuilder();
            for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
                percent.append('%').append(HexFormat.of().toHexDigits(b));
            }
            StringBuilder unicode = new StringBuilder();
            for (char unit : character.toCharArray()) {
                unicode.append("\\\\+u").append(String.format(Locale.ROOT, "%04x", (int) unit));
            }
            pattern.append("(?:\\\\*")
                    .append(Pattern.quote(character))
                    .append("|(?i:")
                    .append(percent)
                    .append("|")
                    .append(unicode)
                    .append(c == ' ' ? "|\\+" : "")
                    .append("))");
        });
        return pattern.toString();
    }

    /** The base64 characters that the bytes alone decide when {@code alignment} other bytes stand before them. */
    private static String base64Inside(byte[] bytes, int alignment) {
        byte[] shifted = new byte[alignment + bytes.length];
        System.arraycopy(bytes, 0, shifted, alignment, bytes.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
        int from = (alignment * 8 + 5) / 6;
        int to = shifted.length * 8 / 6;
        return encoded.substring(Math.min(from, to), to);
    }

    /** Both alphabets of RFC 4648, and base64 that is itself percent-encoded. */
    private static String eitherAlphabet(String base64) {
        StringBuilder pattern = new StringBuilder();
        for (char c : base64.toCharArray()) {
            switch (c) {
                case '+' -> pattern.append("(?:\\+|-|%2[Bb])");
                case '/' -> pattern.append("(?:\\\\?/|_|%2[Ff])");
                default -> pattern.append(c);
            }
        }
        return pattern.toString();
    }
}
