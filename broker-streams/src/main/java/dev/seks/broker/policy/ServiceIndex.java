// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.ActionDefinition;
import dev.seks.schemas.catalogue.Effect;
import dev.seks.schemas.catalogue.ServiceDefinition;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Numbers the actions that the catalogue gives a service, so that rulings can stand in arrays. */
final class ServiceIndex {
    /** Of a service that the catalogue does not have. */
    static final ServiceIndex EMPTY = new ServiceIndex(List.of());

    private final NameTable numbers;
    private final String[] names;
    private final Effect[] effects;

    private ServiceIndex(Collection<ActionDefinition> actions) {
        this.names = actions.stream().map(ActionDefinition::name).toArray(String[]::new);
        this.numbers = new NameTable(List.of(names));
        this.effects = actions.stream().map(ActionDefinition::effect).toArray(Effect[]::new);
    }

    /** The actions of the service; none if the catalogue does not have it. */
    static ServiceIndex of(Optional<ServiceDefinition> service) {
        return service.map(s -> new ServiceIndex(s.actions().values())).orElse(EMPTY);
    }

    int size() {
        return names.length;
    }

    /** The number of the action, or -1 if the catalogue does not have it. */
    int find(String action) {
        return numbers.find(action);
    }

    String name(int action) {
        return names[action];
    }

    /** What the action does; null for -1, an action that the catalogue does not have. */
    @Nullable
    Effect effect(int action) {
        return action < 0 ? null : effects[action];
    }
}
