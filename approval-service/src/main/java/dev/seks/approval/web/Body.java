// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads bodies of bounded size and of the one content type that is expected. */
final class Body {
    /** Room for the longest comment in the longest encoding. */
    static final int MAX_BYTES = 32 * 1024;

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private Body() {}

    static byte[] json(Context ctx) throws IOException {
        expect(ctx, JSON);
        return read(ctx, MAX_BYTES);
    }

    /** The fields of a form; a field given twice is a fault. */
    static Map<String, String> form(Context ctx) throws IOException {
        return parse(new String(formBytes(ctx, MAX_BYTES), StandardCharsets.UTF_8));
    }

    /** A form's bytes as they came, unparsed. */
    static byte[] formBytes(Context ctx, int maxBytes) throws IOException {
        expect(ctx, FORM);
        return read(ctx, maxBytes);
    }

    private static void expect(Context ctx, String type) {
        String given = ctx.contentType();
        String name = given == null ? "" : given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!name.equals(type)) {
            throw new HttpProblem(415, "UNSUPPORTED_CONTENT_TYPE", "the content type is not " + type);
        }
    }

    private static byte[] read(Context ctx, int maxBytes) throws IOException {
        boolean tooLong = ctx.req().getContentLengthLong() > maxBytes;
        byte[] bytes = tooLong ? new byte[0] : ctx.req().getInputStream().readNBytes(maxBytes + 1);
        if (tooLong || bytes.length > maxBytes) {
            ctx.header("Connection", "close"); // what is left of the body is not worth reading
            throw new HttpProblem(413, "TOO_LARGE", "the body has more than " + maxBytes + " bytes");
        }
        return bytes;
    }

    private static Map<String, String> parse(String body) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : body.isEmpty() ? new String[0] : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 0
                    || fields.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1))) != null) {
                throw HttpProblem.malformed("a form with a field twice or without a value");
            }
        }
        return fields;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw HttpProblem.malformed("a form that is not percent-encoded as it must be");
        }
    }
}
