// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.Arrays;
import java.util.Collection;

/**
 * Numbers a fixed set of ASCII names from 0. Everything lies in flat arrays, as small as can be: a look-up touches one slot
 * and the letters of one name in most cases, which matters when ten thousand names do not fit into the processor's nearest
 * caches.
 */
final class NameTable {
    private static final int EMPTY = -1;

    /** The letters of all names, one after the other. */
    private final byte[] letters;
    /** Where each name begins, and where the last one ends. */
    private final int[] starts;
    /** A number in the low bits, and in the bits above it a piece of the name's hash. */
    private final int[] slots;

    private final int mask;
    private final int numberMask;

    /** {@code all} are different names of ASCII characters. */
    NameTable(Collection<String> all) {
        this.slots = new int[Integer.highestOneBit(Math.max(2, all.size()) * 4 - 1)];
        this.mask = slots.length - 1;
        // twice as many as there are names, so that no slot in use looks empty
        this.numberMask = Integer.highestOneBit(Math.max(1, all.size()) * 2) - 1;
        this.starts = new int[all.size() + 1];
        Arrays.fill(slots, EMPTY);
        this.letters = new byte[all.stream().mapToInt(String::length).sum()];
        int number = 0;
        for (String name : all) {
            int hash = hash(name);
            int slot = hash & mask;
            while (slots[slot] != EMPTY) {
                slot = (slot + 1) & mask;
            }
            slots[slot] = hash & ~numberMask | number;
            starts[number + 1] = write(name, starts[number]);
            number++;
        }
    }

    private int write(String name, int at) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) > Byte.MAX_VALUE) {
                throw new IllegalArgumentException("a name that is not ASCII, expected one of the policy's grammar");
            }
            letters[at + i] = (byte) name.charAt(i);
        }
        return at + name.length();
    }

    /** The number of the name, or -1 if it is not one of them. */
    int find(String name) {
        int hash = hash(name);
        int slot = hash & mask;
        int candidate = slots[slot];
        while (candidate != EMPTY) {
            int number = candidate & numberMask;
            if (((candidate ^ hash) & ~numberMask) == 0 && isAt(starts[number], starts[number + 1], name)) {
                return number;
            }
            slot = (slot + 1) & mask;
            candidate = slots[slot];
        }
        return -1;
    }

    private boolean isAt(int start, int end, String name) {
        int length = name.length();
        if (end - start != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (letters[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int hash(String name) {
        int hash = name.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 16);
    }
}
