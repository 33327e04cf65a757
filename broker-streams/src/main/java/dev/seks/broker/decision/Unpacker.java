// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link Packer} wrote; anything else is a broken store and stops the process. */
final class Unpacker {
    private final byte[] stored;
    private int at;

    Unpacker(byte[] stored) {
        this.stored = stored;
    }

    Unpacker version(int expected) {
        int found = raw(1)[0];
        if (found != expected) {
            throw new IllegalStateException("stored state of format " + found + ", expected " + expected);
        }
        return this;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
            byte next = raw(1)[0];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalStateException("stored number without an end");
    }

    int count() {
        return Math.toIntExact(number());
    }

    <E extends Enum<E>> E symbol(E[] symbols) {
        return symbols[count()];
    }

    String text() {
        return new String(block(), StandardCharsets.UTF_8);
    }

    byte[] block() {
        return raw(count());
    }

    byte[] raw(int length) {
        if (length > stored.length - at) {
            throw new IllegalStateException("stored state of " + stored.length + " bytes, expected more");
        }
        byte[] bytes = Arrays.copyOfRange(stored, at, at + length);
        at += length;
        return bytes;
    }
}
