// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What secrets look like in bytes, plain and in each common encoding; knows nothing of what removes them. */
public final class Needles {
    /** Shorter texts would be found by accident. */
    static final int MIN_SECRET_LENGTH = 8;

    private static final int BUCKETS = 1 << 16;

    private final Map<String, byte[]> needles = new LinkedHashMap<>();

    /** Those whose first four bytes are alike, so that few are looked at for each place. */
    private final Map<Integer, List<Map.Entry<String, byte[]>>> byBucket = new HashMap<>();

    private final BitSet buckets = new BitSet(BUCKETS);

    private Needles() {}

    /** To look for these secrets, which are told apart by their place in the list. */
    public static Needles of(List<String> secrets) {
        Needles all = new Needles();
        for (int i = 0; i < secrets.size(); i++) {
            String name = "number " + (i + 1) + ", ";
            encodings(secrets.get(i)).forEach((encoding, needle) -> all.needles.put(name + encoding, needle));
        }
        all.needles.entrySet().forEach(all::index);
        return all;
    }

    private void index(Map.Entry<String, byte[]> needle) {
        int bucket = bucket(needle.getValue(), 0);
        buckets.set(bucket);
        byBucket.computeIfAbsent(bucket, unused -> new ArrayList<>()).add(needle);
    }

    /** Which secret stands in these bytes, and how it is encoded; empty when there is none. */
    public Optional<String> find(byte[] bytes) {
        return find(bytes, bytes.length);
    }

    /** The same of the first {@code length} bytes. */
    public Optional<String> find(byte[] bytes, int length) {
        for (int at = 0; at + MIN_SECRET_LENGTH <= length; at++) {
            int bucket = bucket(bytes, at);
            if (buckets.get(bucket)) {
                for (Map.Entry<String, byte[]> needle : byBucket.getOrDefault(bucket, List.of())) {
                    if (stands(needle.getValue(), bytes, at, length)) {
                        return Optional.of(needle.getKey());
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The bytes of the longest that is looked for. */
    public int longest() {
        return needles.values().stream().mapToInt(needle -> needle.length).max().orElse(0);
    }

    private static int bucket(byte[] bytes, int at) {
        int four = bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
        return (four * 0x9E3779B1) >>> 16;
    }

    private static boolean stands(byte[] needle, byte[] bytes, int at, int length) {
        int end = at + needle.length;
        return end <= length && Arrays.equals(bytes, at, end, needle, 0, needle.length);
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
        put(encodings, "upper-case hex", hex.toUpperCase(Locale.ROOT));
        String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        put(encodings, "URL encoding", url);
        put(encodings, "lower-case URL encoding", lowerCase(url));
        String segment = url.replace("+", "%20").replace("%7E", "~").replace("*", "%2A");
        put(encodings, "URL encoding of a segment", segment);
        put(encodings, "lower-case URL encoding of a segment", lowerCase(segment));
        put(encodings, "percent encoding", "%" + hex.replaceAll("(..)(?!$)", "$1%"));
        put(encodings, "JSON", json(secret));
        put(encodings, "JSON with escaped slashes", json(secret).replace("/", "\\/"));
        put(encodings, "JSON in JSON", json(json(secret)));
        put(encodings, "JSON by code points", escaped(secret));
        String html = secret.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        put(encodings, "HTML", html);
        put(encodings, "HTML of an attribute", html.replace("\"", "&#34;").replace("'", "&#39;"));
        put(encodings, "HTML with named quotes", html.replace("\"", "&quot;").replace("'", "&#39;"));
        encodings.put("UTF-16", secret.getBytes(StandardCharsets.UTF_16BE));
        encodings.put("UTF-16 little-endian", secret.getBytes(StandardCharsets.UTF_16LE));
        for (int shift = 0; shift < 3; shift++) {
            put(encodings, "base64 at " + shift, base64(bytes, shift, Base64.getEncoder()));
            put(encodings, "base64url at " + shift, base64(bytes, shift, Base64.getUrlEncoder()));
        }
        return encodings;
    }

    private static void put(Map<String, byte[]> encodings, String name, String text) {
        encodings.put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** The digits of its escapes alone. */
    private static String lowerCase(String url) {
        return Pattern.compile("%..")
                .matcher(url)
                .replaceAll(escape -> escape.group().toLowerCase(Locale.ROOT));
    }

    private static String escaped(String secret) {
        StringBuilder escaped = new StringBuilder();
        secret.chars().forEach(unit -> escaped.append(String.format(Locale.ROOT, "\\u%04x", unit)));
        return escaped.toString();
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
}
