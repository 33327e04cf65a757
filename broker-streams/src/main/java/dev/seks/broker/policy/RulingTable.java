// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which rules match each action of the catalogue, worked out ahead and laid out flat, so that finding them touches as little
 * memory as possible. Any other name is held against the patterns when it is asked for, and gets the same answer.
 *
 * <p>A cell is what one block of rules has for one service. Its rules match in a few different ways, which are numbered from
 * 0, where none matches; the table holds the number of the way for each action, and what it weighs.
 */
final class RulingTable {
    /** The block has no rules for the service. */
    static final int NONE = -1;

    /** The rules of the cell are held against a name when it is asked for. */
    static final int NOT_PREPARED = -2;

    /** What a way weighs: no rule matches, rules match, or one of them denies and outranks all that weighs less. */
    static final int NOTHING = 0;

    static final int MATCH = 1;
    static final int DENIAL = 2;

    /** A way is two bits of what it weighs, one that is set where rules ask or have conditions, and its number. */
    private static final int WEIGHT_SHIFT = 14;

    private static final int OPEN = 1 << 13;
    private static final int MOST_WAYS = OPEN - 1;

    private final Bounds bounds;
    private @Nullable RuleSet[] sets = new RuleSet[64];
    /** Where the actions of each cell begin in {@link #ways}, and where its ways begin in the two arrays after it. */
    private int[] starts = new int[128];

    private int cells;
    private char[] ways = new char[1024];
    private int used;
    private Ruling[] rulings = new Ruling[64];
    private Matching[] matchings = new Matching[64];
    private final PlainRules plain = new PlainRules();
    private int usedWays;
    private long worked;

    /**
     * How much is worked out ahead; what is beyond is evaluated when asked, to the same answer.
     *
     * @param rulings how many answers are kept
     * @param work how many pieces of patterns are looked for in all, which is what working out takes time for
     * @param cells how many cells there may be, empty ones among them
     */
    record Bounds(int rulings, long work, int cells) {}

    RulingTable(Bounds bounds) {
        this.bounds = bounds;
    }

    Bounds bounds() {
        return bounds;
    }

    /** The next cell; {@code sources} may be none. */
    void add(List<ServiceRules> sources, ServiceIndex service) {
        if (cells == sets.length) {
            sets = Arrays.copyOf(sets, cells * 2);
            starts = Arrays.copyOf(starts, cells * 4);
        }
        starts[2 * cells] = NONE;
        if (!sources.isEmpty()) {
            RuleSet set = new RuleSet(sources);
            sets[cells] = set;
            starts[2 * cells] = NOT_PREPARED;
            long work = sources.stream().mapToLong(ServiceRules::cost).sum() * service.size();
            if (used + service.size() <= bounds.rulings()
                    && worked + work <= bounds.work()
                    && service.size() < MOST_WAYS) {
                worked += work;
                starts[2 * cells] = used;
                starts[2 * cells + 1] = usedWays;
                prepare(set, service);
            }
        }
        cells++;
    }

    private void prepare(RuleSet set, ServiceIndex service) {
        while (used + service.size() > ways.length) {
            ways = Arrays.copyOf(ways, ways.length * 2);
        }
        Map<Matching, Integer> known = new HashMap<>();
        way(Matching.NOTHING, known);
        for (int action = 0; action < service.size(); action++) {
            ways[used++] = (char) way(set.matching(service.name(action), service.effect(action)), known);
        }
        usedWays += known.size();
    }

    private int way(Matching matching, Map<Matching, Integer> known) {
        Integer same = known.get(matching);
        if (same != null) {
            return same;
        }
        int number = usedWays + known.size();
        if (number == rulings.length) {
            rulings = Arrays.copyOf(rulings, rulings.length * 2);
            matchings = Arrays.copyOf(matchings, matchings.length * 2);
        }
        matchings[number] = matching;
        rulings[number] = matching.ruling();
        plain.add(matching.plain());
        int way = known.size() | bits(matching.ruling().kind());
        known.put(matching, way);
        return way;
    }

    private static int bits(Ruling.Kind kind) {
        return switch (kind) {
            case NO_RULE -> NOTHING << WEIGHT_SHIFT;
            case ALLOWED -> MATCH << WEIGHT_SHIFT;
            case APPROVAL, CONDITIONAL -> MATCH << WEIGHT_SHIFT | OPEN;
            case DENIED -> DENIAL << WEIGHT_SHIFT;
            case UNKNOWN_AGENT, UNKNOWN_SERVICE ->
                throw new IllegalArgumentException(kind + ", expected what rules come to");
        };
    }

    /** Where the ways of the cell's actions begin, or {@link #NONE} or {@link #NOT_PREPARED}. */
    int start(int cell) {
        return starts[2 * cell];
    }

    /** In which way the rules of a prepared cell match an action. */
    int way(int start, int action) {
        return ways[start + action];
    }

    static int weight(int way) {
        return way >>> WEIGHT_SHIFT;
    }

    /** Whether rules ask or have conditions, and none that always holds denies. */
    static boolean isOpen(int way) {
        return (way & OPEN) != 0;
    }

    /** The number of a way of a cell among those of all cells. */
    int number(int cell, int way) {
        return starts[2 * cell + 1] + (way & MOST_WAYS);
    }

    /** What a way comes to alone. */
    Ruling ruling(int number) {
        return rulings[number];
    }

    /** What the first {@code count} of several ways come to together; all deny, or all allow and none is open. */
    Ruling ruling(int[] numbers, int count) {
        return Ruling.plain(rulings[numbers[0]].kind(), plain.together(numbers, count));
    }

    /** The rules of any cell but an empty one that match a name; {@code action} is its number in the index, or -1. */
    Matching matching(int cell, ServiceIndex service, int action, String name) {
        int start = starts[2 * cell];
        return start == NOT_PREPARED || action < 0
                ? sets[cell].matching(name, service.effect(action))
                : matchings[number(cell, ways[start + action])];
    }
}
