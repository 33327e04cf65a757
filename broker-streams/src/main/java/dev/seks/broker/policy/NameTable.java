// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Numbers a fixed set of names from 0. A look-up touches one slot and one name in most cases, which matters when ten
 * thousand names do not fit into the processor's caches.
 */
final class NameTable {
    private final @Nullable String[] names;
    private final int[] numbers;
    private final int mask;

    NameTable(Collection<String> all) {
        int slots = Integer.highestOneBit(Math.max(2, all.size()) * 4 - 1);
        this.names = new String[slots];
        this.numbers = new int[slots];
        this.mask = slots - 1;
        int number = 0;
        for (String name : all) {
            int slot = slot(name);
            while (names[slot] != null) {
                slot = (slot + 1) & mask;
            }
            names[slot] = name;
            numbers[slot] = number++;
        }
    }

    /** The number of the name, or -1 if it is not one of them. */
    int find(String name) {
        int slot = slot(name);
        String candidate = names[slot];
        while (candidate != null) {
            if (candidate.equals(name)) {
                return numbers[slot];
            }
            slot = (slot + 1) & mask;
            candidate = names[slot];
        }
        return -1;
    }

    private int slot(String name) {
        int hash = name.hashCode() * 0x9E3779B9;
        return (hash ^ (hash >>> 16)) & mask;
    }
}
