// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.control;

import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.record.Control;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is frozen: an agent, a service, an agent at a service, or everything.
 *
 * @param agent null for every agent
 * @param service null for every service
 */
public record Freeze(@Nullable String agent, @Nullable String service) {

    /** What an order to freeze or to unfreeze means; empty when it names what can be no agent or service. */
    public static Optional<Freeze> of(Control control) {
        boolean named = (control.getAgent() == null || Names.isAgent(control.getAgent()))
                && (control.getService() == null || Names.isService(control.getService()));
        return named ? Optional.of(new Freeze(control.getAgent(), control.getService())) : Optional.empty();
    }

    public boolean covers(String otherAgent, String otherService) {
        return (agent == null || agent.equals(otherAgent)) && (service == null || service.equals(otherService));
    }

    /** In words, for an explanation. */
    public String described() {
        if (agent == null && service == null) {
            return "everything";
        }
        String agents = agent == null ? "" : "agent " + agent;
        String services = service == null ? "" : "service " + service;
        return agent == null || service == null ? agents + services : agents + " at " + services;
    }
}
