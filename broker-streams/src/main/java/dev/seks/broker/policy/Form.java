// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * What may stand at one place of a policy file. The reader, the JSON Schema and the reference page are all made from the
 * forms that {@link Language} declares, so they cannot disagree.
 */
sealed interface Form {

    /**
     * Text of one grammar.
     *
     * @param noun what it is called in a fault
     * @param expected what a fault says was expected
     * @param pattern the grammar as a regular expression that JSON Schema understands; never looser than {@code check}
     *     needs to be for an editor
     */
    record Text(String noun, String expected, String pattern, Predicate<String> check) implements Form {}

    /** One of a few words. */
    record Word(List<String> words) implements Form {}

    /** A whole number. */
    record Whole(long min, long max) implements Form {}

    /** An amount of US dollars, with up to six decimals. */
    record Money() implements Form {}

    /** True or false. */
    record Flag() implements Form {}

    /** A length of time such as {@code 15m}. */
    record Span(Duration min, Duration max) implements Form {}

    /** A list of at least {@code min} and at most {@code max}. */
    record ListOf(Form item, int min, int max) implements Form {}

    /** One text, or a list of at least one of them. */
    record OneOrMore(Text item, int max) implements Form {}

    /** A mapping whose keys are names. */
    record MapOf(Text key, Form value, int max) implements Form {}

    /** A mapping whose keys are known. */
    record Mapping(String title, String doc, List<Key> keys) implements Form {
        Key key(String name) {
            return keys.stream()
                    .filter(key -> key.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Text for short, or the mapping that can say more. */
    record Either(Text shorthand, Mapping full) implements Form {}

    /** A mapping with keys and values of the catalogue's choosing. */
    record Free() implements Form {}
}
