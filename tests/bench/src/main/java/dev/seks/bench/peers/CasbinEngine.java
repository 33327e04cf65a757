// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.peers;

import java.util.ArrayList;
import java.util.List;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;

/** jCasbin with an access list in which a denial wins, and its own matcher of keys. */
final class CasbinEngine implements Engine {
    private static final String MODEL = """
            [request_definition]
            r = sub, obj, act
            [policy_definition]
            p = sub, obj, act, eft
            [policy_effect]
            e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
            [matchers]
            m = r.sub == p.sub && r.obj == p.obj && keyMatch(r.act, p.act)
            """;

    private final Enforcer enforcer;

    CasbinEngine(Rulebook book) {
        Model model = new Model();
        model.loadModelFromText(MODEL);
        this.enforcer = new Enforcer(model);
        List<List<String>> lines = new ArrayList<>();
        for (String agent : book.agentNames()) {
            for (String service : book.serviceNames()) {
                book.rules()
                        .forEach(rule ->
                                lines.add(List.of(agent, service, rule.pattern(), rule.allows() ? "allow" : "deny")));
            }
        }
        enforcer.addPolicies(lines);
    }

    @Override
    public boolean allows(Rulebook.Question question) {
        return enforcer.enforce(question.agent(), question.service(), question.action());
    }
}
