// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Lists of rules that hold whatever the circumstances, numbered from 0 and laid out flat, so that several are put together
 * without a look at the rules themselves.
 */
final class PlainRules {
    /** So many are sorted in place, without a detour. */
    private static final int FEW = 32;

    private Rule[] rules = new Rule[64];
    /** Where each rule stands in the file: its line above, its column below. */
    private long[] places = new long[64];
    /** Where each list begins, and where the last one ends. */
    private int[] starts = new int[64];

    private int lists;

    /** The next list, in the order of the file; it may be empty. */
    void add(List<RuleEntry> entries) {
        int end = starts[lists];
        while (end + entries.size() > rules.length) {
            rules = Arrays.copyOf(rules, rules.length * 2);
            places = Arrays.copyOf(places, places.length * 2);
        }
        for (RuleEntry entry : entries) {
            rules[end] = entry.rule();
            places[end++] = place(entry);
        }
        if (++lists == starts.length) {
            starts = Arrays.copyOf(starts, starts.length * 2);
        }
        starts[lists] = end;
    }

    private static long place(RuleEntry entry) {
        return (long) entry.rule().line() << Integer.SIZE | entry.column();
    }

    /** The rules of the first {@code count} lists whose numbers are given, in the order of the file. */
    List<Rule> together(int[] numbers, int count) {
        int size = 0;
        for (int i = 0; i < count; i++) {
            size += starts[numbers[i] + 1] - starts[numbers[i]];
        }
        int[] sorted = new int[size];
        int filled = 0;
        for (int i = 0; i < count; i++) {
            for (int rule = starts[numbers[i]]; rule < starts[numbers[i] + 1]; rule++) {
                sorted[filled++] = rule;
            }
        }
        sort(sorted);
        Rule[] together = new Rule[size];
        for (int i = 0; i < size; i++) {
            together[i] = rules[sorted[i]];
        }
        return List.of(together);
    }

    private void sort(int[] numbers) {
        if (numbers.length > FEW) {
            Integer[] many = Arrays.stream(numbers).boxed().toArray(Integer[]::new);
            Arrays.sort(many, Comparator.comparingLong(number -> places[number]));
            Arrays.setAll(numbers, i -> many[i]);
            return;
        }
        for (int i = 1; i < numbers.length; i++) {
            int number = numbers[i];
            int slot = i;
            for (; slot > 0 && places[numbers[slot - 1]] > places[number]; slot--) {
                numbers[slot] = numbers[slot - 1];
            }
            numbers[slot] = number;
        }
    }
}
