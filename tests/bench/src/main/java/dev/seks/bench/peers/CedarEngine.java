// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.peers;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.Context;
import com.cedarpolicy.model.entity.Entities;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimString;
import java.util.Map;

/** Cedar through its Java binding: a permit or forbid for each rule, agent and service as principal and resource. */
final class CedarEngine implements Engine {
    private static final EntityTypeName AGENT = EntityTypeName.parse("Agent").orElseThrow();
    private static final EntityTypeName ACTION = EntityTypeName.parse("Action").orElseThrow();
    private static final EntityTypeName SERVICE =
            EntityTypeName.parse("Service").orElseThrow();

    private final BasicAuthorizationEngine engine = new BasicAuthorizationEngine();
    private final Entities entities = new Entities();
    private final PolicySet policies;

    CedarEngine(Rulebook book) throws Exception {
        StringBuilder text = new StringBuilder();
        for (String agent : book.agentNames()) {
            for (String service : book.serviceNames()) {
                book.rules()
                        .forEach(rule -> text.append(rule.allows() ? "permit" : "forbid")
                                .append("(principal == Agent::\"")
                                .append(agent)
                                .append("\", action == Action::\"request\", resource == Service::\"")
                                .append(service)
                                .append("\") when { context.action like \"")
                                .append(rule.pattern())
                                .append("\" };\n"));
            }
        }
        this.policies = PolicySet.parsePolicies(text.toString());
        policies.cache();
    }

    @Override
    public boolean allows(Rulebook.Question question) throws Exception {
        AuthorizationRequest request = new AuthorizationRequest(
                new EntityUID(AGENT, question.agent()),
                new EntityUID(ACTION, "request"),
                new EntityUID(SERVICE, question.service()),
                new Context(Map.of("action", new PrimString(question.action()))));
        return engine.isAuthorized(request, policies, entities)
                .success
                .orElseThrow()
                .isAllowed();
    }
}
