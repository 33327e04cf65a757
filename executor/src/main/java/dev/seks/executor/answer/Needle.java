// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.answer;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of characters to look for in all spellings of a text. It goes over the text once and keeps, for each place,
 * how far the sequence may have come when that place is reached: one bit for each length, so that the work grows with
 * the text, whatever it is (the Shift-And algorithm of Baeza-Yates and Gonnet, with steps of several lengths).
 */
final class Needle {
    private final int[] sequence;
    private final View view;
    private final int words;
    /** For each character, the places of the sequence at which it stands. */
    private final Map<Integer, long[]> places = new HashMap<>();

    Needle(View view, int[] sequence) {
        if (sequence.length == 0) {
            throw new IllegalArgumentException("an empty sequence, which is everywhere");
        }
        this.view = view;
        this.sequence = sequence;
        this.words = (sequence.length + Long.SIZE - 1) / Long.SIZE;
        for (int i = 0; i < sequence.length; i++) {
            places.computeIfAbsent(sequence[i], unused -> new long[words])[i / Long.SIZE] |= 1L << i;
        }
    }

    /** Where it ends, each time; with {@code any}, the first time is enough. */
    BitSet ends(Spelling text, boolean any) {
        BitSet ends = new BitSet();
        long[][] reached = new long[text.length() + 1][];
        for (int at = 0; at < text.length(); at++) {
            long[] here = reached[at];
            reached[at] = null;
            for (int depth = 0; depth <= text.depth(); depth++) {
                if (!text.differs(at, depth)) {
                    continue;
                }
                int next = text.next(at, depth);
                int character = view.seen(text.character(at, depth));
                if (character == View.LEFT_OUT) {
                    merge(reached, next, here);
                } else if (step(reached, next, here, character)) {
                    ends.set(next);
                    if (any) {
                        return ends;
                    }
                }
            }
        }
        return ends;
    }

    private static void merge(long[][] reached, int next, long @Nullable [] more) {
        if (more == null) {
            return;
        }
        long[] there = reached[next];
        if (there == null) {
            reached[next] = more.clone();
        } else {
            for (int i = 0; i < more.length; i++) {
                there[i] |= more[i];
            }
        }
    }

    /** Takes one character; whether the sequence is complete with it. */
    private boolean step(long[][] reached, int next, long @Nullable [] here, int character) {
        long[] fits = places.get(character);
        if (fits == null || (here == null && (fits[0] & 1) == 0)) {
            return false;
        }
        long[] there = reached[next] == null ? new long[words] : reached[next];
        long carried = 1;
        boolean some = false;
        for (int i = 0; i < words; i++) {
            long before = here == null ? 0 : here[i];
            there[i] |= (before << 1 | carried) & fits[i];
            carried = before >>> (Long.SIZE - 1);
            some |= there[i] != 0;
        }
        if (some) {
            reached[next] = there;
        }
        int last = sequence.length - 1;
        return (there[last / Long.SIZE] >>> last & 1) != 0;
    }

    /** The first place from which it can be read so that it ends here. */
    int start(Spelling text, Steps steps, int end) {
        int first = end;
        Map<Integer, BitSet> wanted = new HashMap<>();
        wanted.computeIfAbsent(end, unused -> new BitSet()).set(sequence.length);
        for (int at = end; at > 0 && !wanted.isEmpty(); at--) {
            BitSet here = wanted.remove(at);
            if (here == null) {
                continue;
            }
            for (int step = steps.lastInto(at); step >= 0; step = steps.before(step)) {
                int from = steps.from(step);
                int character = view.seen(text.character(from, steps.depth(step)));
                for (int still = here.nextSetBit(1); still > 0; still = here.nextSetBit(still + 1)) {
                    int left = character == View.LEFT_OUT ? still : sequence[still - 1] == character ? still - 1 : -1;
                    if (left == 0) {
                        first = Math.min(first, from);
                    } else if (left > 0 && (left < sequence.length || character != View.LEFT_OUT)) {
                        wanted.computeIfAbsent(from, unused -> new BitSet()).set(left);
                    }
                }
            }
        }
        return first;
    }

    /** The steps from one place of a text to the next, found by where they lead. */
    static final class Steps {
        private final int[] lastInto;
        private int[] before = new int[64];
        private int[] from = new int[64];
        private int[] depth = new int[64];
        private int count;

        Steps(Spelling text) {
            lastInto = new int[text.length() + 1];
            Arrays.fill(lastInto, -1);
            for (int at = 0; at < text.length(); at++) {
                for (int d = 0; d <= text.depth(); d++) {
                    if (text.differs(at, d)) {
                        add(at, d, text.next(at, d));
                    }
                }
            }
        }

        private void add(int at, int d, int into) {
            if (count == from.length) {
                before = Arrays.copyOf(before, 2 * count);
                from = Arrays.copyOf(from, 2 * count);
                depth = Arrays.copyOf(depth, 2 * count);
            }
            from[count] = at;
            depth[count] = d;
            before[count] = lastInto[into];
            lastInto[into] = count++;
        }

        int lastInto(int place) {
            return lastInto[place];
        }

        int before(int step) {
            return before[step];
        }

        int from(int step) {
            return from[step];
        }

        int depth(int step) {
            return depth[step];
        }
    }
}
