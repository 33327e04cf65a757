// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.yaml;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects the faults of one reading, so that a person sees them all at once; not for use by several threads. */
public final class Faults {
    /** More than this many faults are counted, not kept. */
    public static final int MAX_FAULTS = 200;

    private static final int MAX_MESSAGE_LENGTH = 400;

    private final List<Fault> found = new ArrayList<>();
    private int dropped;

    /** Records a fault at a value, unless the value's fault is told already. */
    public void add(YamlNode at, String message) {
        if (!(at instanceof YamlFaulty)) {
            add(at.file(), at.line(), at.column(), message);
        }
    }

    public void add(String file, int line, int column, String message) {
        if (found.size() >= MAX_FAULTS) {
            dropped++;
            return;
        }
        String shown =
                message.length() <= MAX_MESSAGE_LENGTH ? message : message.substring(0, MAX_MESSAGE_LENGTH) + "…";
        found.add(new Fault(file, line, column, Quote.visible(shown)));
    }

    /** {@code , did you mean X}, or nothing; what is not told is not looked for. */
    public String didYouMean(String name, Collection<String> known) {
        return found.size() < MAX_FAULTS ? Suggestion.didYouMean(name, known) : "";
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** How many faults were reported so far, also those that were not kept. */
    public int count() {
        return found.size() + dropped;
    }

    /** All faults, by file, line and column; a last line counts those that were not kept. */
    public List<Fault> sorted() {
        List<Fault> all = new ArrayList<>(found.stream().sorted().distinct().toList());
        if (dropped > 0) {
            Fault last = all.get(all.size() - 1);
            all.add(new Fault(last.file(), last.line(), last.column(), "and " + dropped + " more faults"));
        }
        return List.copyOf(all);
    }
}
