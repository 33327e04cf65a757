// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pattern (RE2 syntax, see github.com/google/re2/wiki/Syntax) that a whole value must match. Matching takes time
 * linear in the value whatever the pattern, because RE2 never backtracks; the common shape of one bounded character
 * class skips the engine.
 */
public final class ValuePattern {
    /** Longest pattern. */
    public static final int MAX_LENGTH = 256;

    /** Largest compiled pattern, in instructions. */
    public static final int MAX_PROGRAM = 1_200;

    private static final int MAX_REPEATS = 1_000;

    private final String text;
    private final Pattern compiled;
    private final @Nullable CharacterRun run;

    private ValuePattern(String text, Pattern compiled) {
        this.text = text;
        this.compiled = compiled;
        this.run = CharacterRun.of(text);
    }

    /** The pattern written so, or empty after telling what is wrong with it. */
    static Optional<ValuePattern> parse(String text, Consumer<String> fault) {
        if (text.length() > MAX_LENGTH) {
            fault.accept("longer than " + MAX_LENGTH + " characters");
        } else if (repeatsMultiplyTooFar(text)) {
            fault.accept("repeats too much, expected nested counts whose product is at most " + MAX_REPEATS);
        } else {
            try {
                Pattern compiled = Pattern.compile(text);
                if (compiled.programSize() <= MAX_PROGRAM) {
                    return Optional.of(new ValuePattern(text, compiled));
                }
                fault.accept("repeats too much, expected a simpler pattern");
            } catch (PatternSyntaxException e) {
                fault.accept(e.getDescription());
            }
        }
        return Optional.empty();
    }

    /** As it is written in the catalogue. */
    public String text() {
        return text;
    }

    /** Whether the whole value matches. */
    public boolean matches(String value) {
        return run == null ? compiled.matches(value) : run.matches(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ValuePattern that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** How many instructions each character of a value may cost at most. */
    int programSize() {
        return compiled.programSize();
    }

    /** Nested counts multiply before the size of the program can be seen, so their product is bounded by eye. */
    private static boolean repeatsMultiplyTooFar(String text) {
        long product = 1;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
            int count = 0;
            int largest = 0;
            for (int i = open + 1; i < text.length() && text.charAt(i) != '}'; i++) {
                char c = text.charAt(i);
                count = c >= '0' && c <= '9' ? Math.min(100_000, count * 10 + c - '0') : 0;
                largest = Math.max(largest, count);
            }
            product = Math.min(1_000_000, product * Math.max(1, largest));
        }
        boolean mayNest = text.indexOf('(') >= 0;
        return mayNest && product > MAX_REPEATS;
    }
}
