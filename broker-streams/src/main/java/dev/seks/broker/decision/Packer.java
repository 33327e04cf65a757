// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the compact stored form of state: a format version, then numbers as varints and text by length. */
final class Packer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Packer version(int version) {
        out.write(version);
        return this;
    }

    /** A number of 0 or more: seven bits a byte, lowest first. */
    Packer number(long value) {
        if (value < 0) {
            throw new IllegalArgumentException(value + ", expected 0 or more");
        }
        long rest = value;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
        return this;
    }

    /** An enum constant by its position: symbols are only ever added at the end. */
    Packer symbol(Enum<?> symbol) {
        return number(symbol.ordinal());
    }

    Packer text(String text) {
        return block(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes with their length in front. */
    Packer block(byte[] bytes) {
        return number(bytes.length).raw(bytes);
    }

    /** Bytes whose length the reader knows. */
    Packer raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
