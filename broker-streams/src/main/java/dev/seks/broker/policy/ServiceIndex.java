// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.Effect;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers a service, and the actions that the catalogue gives it, so that rulings can stand in arrays. */
record ServiceIndex(int number, Map<String, Action> actions) {

    /** One action of the catalogue; {@code onlyByExactName} if no wildcard may allow it. */
    record Action(int number, boolean onlyByExactName) {}

    static ServiceIndex of(int number, Map<String, Effect> effects) {
        Map<String, Action> actions = new HashMap<>(effects.size() * 2);
        effects.forEach((name, effect) -> actions.put(name, new Action(actions.size(), effect == Effect.CREDENTIAL)));
        return new ServiceIndex(number, actions);
    }

    int size() {
        return actions.size();
    }

    @Nullable
    Action find(String action) {
        return actions.get(action);
    }
}
