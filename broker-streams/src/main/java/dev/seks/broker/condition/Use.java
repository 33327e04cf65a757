// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.condition;

import dev.seks.schemas.catalogue.ActionDefinition;
import dev.seks.schemas.catalogue.ParamDefinition;
import dev.seks.schemas.yaml.Suggestion;
import java.util.List;
import java.util.Optional;

/**
 * One place where a condition reads a parameter, or asks whether it is given.
 *
 * @param guarded whether it is only read where it is known to be given
 */
record Use(String param, boolean guarded, int line, int column) {

    /** Why the condition cannot be asked about this action; empty if it can. */
    Optional<Flaw> flaw(ActionDefinition action) {
        Optional<ParamDefinition> declared = action.params().find(param);
        if (declared.isEmpty()) {
            List<String> known =
                    action.params().all().stream().map(ParamDefinition::name).toList();
            return flaw("params has no " + param + " in " + named(action) + Suggestion.didYouMean(param, known)
                    + (known.isEmpty() ? ", it takes none" : ", expected one of " + String.join(", ", known)));
        }
        return guarded || declared.get().isAlwaysPresent()
                ? Optional.empty()
                : flaw("params." + param + " may be absent in " + named(action) + ", expected has(params." + param
                        + ") && before it");
    }

    private Optional<Flaw> flaw(String message) {
        return Optional.of(Flaw.at(line, column, message));
    }

    static String named(ActionDefinition action) {
        return action.service() + " " + action.name();
    }
}
