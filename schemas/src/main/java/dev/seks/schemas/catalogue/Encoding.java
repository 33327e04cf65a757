// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import java.nio.charset.StandardCharsets;

/** Percent-encoding (RFC 3986) of parameter values, so that a value can never act as syntax. */
final class Encoding {
    /** What RFC 3986 calls unreserved, besides letters and digits. */
    static final String UNRESERVED = "-._~";

    /** What stays readable in a resource, besides letters and digits. */
    static final String RESOURCE = "-._~@+";

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private Encoding() {}

    /** The UTF-8 bytes of the value, all but ASCII letters, digits and the kept characters written as {@code %XX}. */
    static String percent(String value, String kept) {
        StringBuilder out = new StringBuilder(value.length() + 16);
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (isKept(b, kept)) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX[(b >> 4) & 0xf]).append(HEX[b & 0xf]);
            }
        }
        return out.toString();
    }

    static boolean isKept(int c, String kept) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || kept.indexOf(c) >= 0;
    }
}
