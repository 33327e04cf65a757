// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import org.jspecify.annotations.Nullable;

/**
 * What is frozen: an agent, a service, an agent at a service, or everything.
 *
 * @param agent null for every agent
 * @param service null for every service
 */
public record Freeze(@Nullable String agent, @Nullable String service) {

    boolean covers(String otherAgent, String otherService) {
        return (agent == null || agent.equals(otherAgent)) && (service == null || service.equals(otherService));
    }

    /** In words, for an explanation. */
    String described() {
        if (agent == null && service == null) {
            return "everything";
        }
        String agents = agent == null ? "" : "agent " + agent;
        String services = service == null ? "" : "service " + service;
        return agent == null || service == null ? agents + services : agents + " at " + services;
    }

    void encode(Packer out) {
        out.text(agent == null ? "" : agent).text(service == null ? "" : service);
    }

    static Freeze decode(Unpacker in) {
        return new Freeze(emptyToNull(in.text()), emptyToNull(in.text()));
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
