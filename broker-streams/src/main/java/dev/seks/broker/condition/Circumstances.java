// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.condition;

import dev.seks.schemas.catalogue.ActionDefinition;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * All that a condition may look at. What the agent says in words is not among it, but for whether it says anything.
 *
 * @param params the checked parameters, with defaults filled in
 * @param reasonGiven whether the agent gave a reason
 * @param at when the request was asked
 */
public record Circumstances(
        String agent, ActionDefinition action, Map<String, Object> params, boolean reasonGiven, Instant at) {

    /** The value that a condition finds under a name; empty for a name that {@link Variable} does not list. */
    Optional<Object> find(String name) {
        return Variable.of(name).map(variable -> variable.in(this));
    }
}
