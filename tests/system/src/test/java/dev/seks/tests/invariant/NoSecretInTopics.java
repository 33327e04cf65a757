// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** I6: no byte of a secret in any key, value or header of any topic, committed or not, plain or commonly encoded. */
final class NoSecretInTopics implements Invariant {
    /** Shorter texts would be found by accident. */
    static final int MIN_SECRET_LENGTH = 8;

    @Override
    public String number() {
        return "I6";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        Map<String, byte[]> needles = new LinkedHashMap<>();
        for (int i = 0; i < evidence.secrets().size(); i++) {
            String name = "number " + (i + 1) + ", ";
            encodings(evidence.secrets().get(i)).forEach((encoding, needle) -> needles.put(name + encoding, needle));
        }
        for (RawRecord message : evidence.log().raw()) {
            List<byte[]> parts = new ArrayList<>(message.headers());
            Stream.of(message.key(), message.value())
                    .filter(part -> part != null)
                    .forEach(parts::add);
            needles.entrySet().stream()
                    .filter(needle -> parts.stream().anyMatch(part -> contains(part, needle.getValue())))
                    .findFirst()
                    .ifPresent(needle -> findings.record(message, "holds a secret (" + needle.getKey() + ")"));
        }
    }

    private static Map<String, byte[]> encodings(String secret) {
        if (secret.length() < MIN_SECRET_LENGTH) {
            throw new IllegalArgumentException("a secret of " + secret.length() + " characters, expected at least "
                    + MIN_SECRET_LENGTH + ": shorter ones are found by accident");
        }
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        String hex = HexFormat.of().formatHex(bytes);
        Map<String, byte[]> encodings = new LinkedHashMap<>();
        put(encodings, "plain", secret);
        put(encodings, "hex", hex);
        put(encodings, "upper-case hex", hex.toUpperCase(java.util.Locale.ROOT));
        put(encodings, "URL encoding", URLEncoder.encode(secret, StandardCharsets.UTF_8));
        put(encodings, "percent encoding", "%" + hex.replaceAll("(..)(?!$)", "$1%"));
        put(
                encodings,
                "JSON",
                secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/"));
        for (int shift = 0; shift < 3; shift++) {
            put(encodings, "base64 at " + shift, base64(bytes, shift, Base64.getEncoder()));
            put(encodings, "base64url at " + shift, base64(bytes, shift, Base64.getUrlEncoder()));
        }
        return encodings;
    }

    private static void put(Map<String, byte[]> encodings, String name, String text) {
        encodings.put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The characters that the secret's bytes alone determine when it stands {@code shift} bytes into a text. */
    private static String base64(byte[] secret, int shift, Base64.Encoder encoder) {
        byte[] shifted = new byte[shift + secret.length];
        System.arraycopy(secret, 0, shifted, shift, secret.length);
        String text = encoder.withoutPadding().encodeToString(shifted);
        int first = (shift * 8 + 5) / 6;
        int last = shifted.length * 8 / 6;
        return text.substring(first, last);
    }

    private static boolean contains(byte[] part, byte[] needle) {
        for (int at = 0; at + needle.length <= part.length; at++) {
            if (part[at] == needle[0] && Arrays.equals(part, at, at + needle.length, needle, 0, needle.length)) {
                return true;
            }
        }
        return false;
    }
}
