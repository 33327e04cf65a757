// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.peers;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.Context;
import com.cedarpolicy.model.entity.Entities;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimString;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Cedar through its Java binding: a permit or forbid for each rule, agent and service as principal and resource, roles as
 * parents of the agent. The policy set is parsed and cached ahead; a request brings the one entity that it is about.
 */
final class CedarEngine implements Engine {
    private static final EntityTypeName AGENT = type("Agent");
    private static final EntityTypeName ROLE = type("Role");
    private static final EntityTypeName SERVICE = type("Service");
    private static final EntityUID REQUEST = new EntityUID(type("Action"), "request");

    private final BasicAuthorizationEngine engine = new BasicAuthorizationEngine();
    private final Map<String, Entities> agents = new HashMap<>();
    private final PolicySet policies;

    CedarEngine(Rulebook book) throws Exception {
        for (int agent = 0; agent < book.agents(); agent++) {
            EntityUID name = new EntityUID(AGENT, Rulebook.agent(agent));
            Set<EntityUID> roles = Arrays.stream(book.reaching().get(agent))
                    .mapToObj(role -> new EntityUID(ROLE, Rulebook.role(role)))
                    .collect(Collectors.toSet());
            agents.put(Rulebook.agent(agent), new Entities(Set.of(new Entity(name, roles))));
        }
        this.policies = PolicySet.parsePolicies(policies(book));
        policies.cache();
    }

    private static String policies(Rulebook book) {
        StringBuilder text = new StringBuilder();
        for (int role = 0; role < book.roles().size(); role++) {
            for (int service = 0; service < Rulebook.SERVICES; service++) {
                for (Rulebook.Rule rule : book.roles().get(role).get(service)) {
                    text.append(rule.allows() ? "permit(" : "forbid(")
                            .append("principal in Role::\"")
                            .append(Rulebook.role(role))
                            .append("\", action == Action::\"request\", resource == Service::\"")
                            .append(Rulebook.service(service))
                            .append("\") when { context.action like \"")
                            .append(rule.pattern())
                            .append("\" };\n");
                }
            }
        }
        return text.toString();
    }

    @Override
    public boolean allows(Rulebook.Question question) throws Exception {
        AuthorizationRequest request = new AuthorizationRequest(
                new EntityUID(AGENT, question.agent()),
                REQUEST,
                new EntityUID(SERVICE, question.service()),
                new Context(Map.of("action", new PrimString(question.action()))));
        return engine.isAuthorized(request, policies, agents.get(question.agent()))
                .success
                .orElseThrow()
                .isAllowed();
    }

    private static EntityTypeName type(String name) {
        return EntityTypeName.parse(name).orElseThrow();
    }
}
