// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.oracle;

import java.util.List;

/**
 * A condition that is easily evaluated by hand.
 *
 * @param text the same in the language of policies
 */
public record Condition(String text, Meaning meaning) {

    /** What it says; an {@link ArithmeticException} where it cannot be evaluated. */
    public interface Meaning {
        boolean holds(Asked asked, String effect);
    }

    static final List<Condition> ALL = List.of(
            new Condition("true", (asked, effect) -> true),
            new Condition("false", (asked, effect) -> false),
            new Condition("params.n > 3", (asked, effect) -> asked.params().n() > 3),
            new Condition("!(params.n > 3)", (asked, effect) -> asked.params().n() <= 3),
            new Condition(
                    "params.owner == \"acme\"",
                    (asked, effect) -> asked.params().owner().equals("acme")),
            new Condition(
                    "params.n % 2 == 0 || params.owner == \"corp\"",
                    (asked, effect) -> asked.params().n() % 2 == 0
                            || asked.params().owner().equals("corp")),
            new Condition(
                    "params.owner in [\"acme\", \"corp\"] && params.n < 7",
                    (asked, effect) ->
                            List.of("acme", "corp").contains(asked.params().owner())
                                    && asked.params().n() < 7),
            new Condition(
                    "has(params.label) && params.label.startsWith(\"v\")",
                    (asked, effect) -> asked.params().label().startsWith("v")),
            new Condition("agent != \"b\"", (asked, effect) -> !asked.agent().equals("b")),
            new Condition(
                    "service == \"s\" && action != \"x\"",
                    (asked, effect) ->
                            asked.service().equals("s") && !asked.action().equals("x")),
            new Condition("effect == \"write\"", (asked, effect) -> effect.equals("write")),
            new Condition(
                    "10 / params.n > 2", (asked, effect) -> 10 / asked.params().n() > 2),
            // what is true whatever the other side says is true even if the other side fails
            new Condition(
                    "10 / params.n > 2 || params.n == 0",
                    (asked, effect) ->
                            asked.params().n() == 0 || 10 / asked.params().n() > 2),
            new Condition(
                    "10 / params.n > 2 && params.owner == \"corp\"",
                    (asked, effect) -> asked.params().owner().equals("corp")
                            && 10 / asked.params().n() > 2));

    boolean holds(Asked asked, String effect) {
        return meaning.holds(asked, effect);
    }

    /** Both together. */
    Condition and(Condition other) {
        return new Condition(
                "(" + text + ") && (" + other.text + ")",
                (asked, effect) -> holds(asked, effect) && other.holds(asked, effect));
    }
}
