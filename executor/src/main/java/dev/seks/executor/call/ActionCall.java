// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import dev.seks.schemas.catalogue.ActionDefinition;
import dev.seks.schemas.catalogue.Effect;
import dev.seks.schemas.catalogue.ServiceDefinition;
import java.util.Map;

/**
 * One action to be done: of whose request, what the catalogue says about it, its checked parameters, and what may still
 * keep it in.
 */
public record ActionCall(
        CallId id, ServiceDefinition service, ActionDefinition action, Map<String, Object> params, Gate gate) {

    /** A call that nothing keeps in. */
    public ActionCall(CallId id, ServiceDefinition service, ActionDefinition action, Map<String, Object> params) {
        this(id, service, action, params, Gate.OPEN);
    }

    /** The same, going out only as {@code other} lets it. */
    public ActionCall behind(Gate other) {
        return new ActionCall(id, service, action, params, other);
    }

    /** Whether it changes nothing, so that no doubt about its effect can be left. */
    boolean isHarmless() {
        return action.effect() == Effect.READ && action.idempotent();
    }

    public String domain() {
        return id.domain();
    }
}
