// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.answer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Undoes the content codings of a body, gzip and both readings of deflate (RFC 9110 says zlib, some servers send it
 * raw), none of which may grow beyond the bound: a bomb costs what is allowed and no more.
 */
public final class ContentDecoder {
    /** What is asked for. */
    public static final String ACCEPTED = "gzip, deflate";

    /** Nobody wraps a body more often than this. */
    static final int MAX_CODINGS = 3;

    private static final int ZLIB_METHOD = 8;

    private ContentDecoder() {}

    /**
     * The body as it was before the codings were applied; empty when one is unknown, broken, or hides more than the
     * bound.
     *
     * @param headers the values of all headers {@code Content-Encoding}, in order
     */
    public static Optional<byte[]> decoded(byte[] body, List<String> headers, int maxBytes) {
        List<String> codings = codings(headers);
        if (codings.size() > MAX_CODINGS) {
            return Optional.empty();
        }
        byte[] decoded = body;
        for (int i = codings.size() - 1; i >= 0; i--) {
            Optional<byte[]> next = undone(codings.get(i), decoded, maxBytes);
            if (next.isEmpty()) {
                return next;
            }
            decoded = next.get();
        }
        return decoded.length <= maxBytes ? Optional.of(decoded) : Optional.empty();
    }

    private static List<String> codings(List<String> headers) {
        List<String> codings = new ArrayList<>();
        for (String header : headers) {
            for (String coding : header.split(",", -1)) {
                String word = coding.strip().toLowerCase(Locale.ROOT);
                if (!word.isEmpty() && !word.equals("identity")) {
                    codings.add(word);
                }
            }
        }
        return codings;
    }

    private static Optional<byte[]> undone(String coding, byte[] body, int maxBytes) {
        try {
            return switch (coding) {
                case "gzip", "x-gzip" -> bounded(new GZIPInputStream(new ByteArrayInputStream(body)), maxBytes);
                case "deflate" -> inflated(body, !isZlib(body), maxBytes);
                default -> Optional.empty();
            };
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> inflated(byte[] body, boolean raw, int maxBytes) throws IOException {
        Inflater inflater = new Inflater(raw);
        try {
            return bounded(new InflaterInputStream(new ByteArrayInputStream(body), inflater), maxBytes);
        } finally {
            inflater.end();
        }
    }

    /** The two bytes with which zlib starts are a multiple of 31 and name the method (RFC 1950). */
    private static boolean isZlib(byte[] body) {
        return body.length >= 2
                && (body[0] & 0x0f) == ZLIB_METHOD
                && (((body[0] & 0xff) << 8) | (body[1] & 0xff)) % 31 == 0;
    }

    private static Optional<byte[]> bounded(InputStream in, int maxBytes) throws IOException {
        try (in) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            return bytes.length <= maxBytes ? Optional.of(bytes) : Optional.empty();
        }
    }
}
