// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.peers;

import java.util.ArrayList;
import java.util.List;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;

/** jCasbin with an access list in which a denial wins, its own roles, and its own matcher of keys. */
final class CasbinEngine implements Engine {
    // what rules most lines out comes first, as the expression is evaluated for each line
    private static final String MODEL = """
            [request_definition]
            r = sub, obj, act
            [policy_definition]
            p = sub, obj, act, eft
            [role_definition]
            g = _, _
            [policy_effect]
            e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
            [matchers]
            m = r.obj == p.obj && keyMatch(r.act, p.act) && g(r.sub, p.sub)
            """;

    private final Enforcer enforcer;

    CasbinEngine(Rulebook book) {
        Model model = new Model();
        model.loadModelFromText(MODEL);
        this.enforcer = new Enforcer(model);
        enforcer.addPolicies(lines(book));
        List<List<String>> members = new ArrayList<>();
        for (int agent = 0; agent < book.agents(); agent++) {
            for (int role : book.reaching().get(agent)) {
                members.add(List.of(Rulebook.agent(agent), Rulebook.role(role)));
            }
        }
        enforcer.addGroupingPolicies(members);
    }

    private static List<List<String>> lines(Rulebook book) {
        List<List<String>> lines = new ArrayList<>();
        for (int role = 0; role < book.roles().size(); role++) {
            for (int service = 0; service < Rulebook.SERVICES; service++) {
                for (Rulebook.Rule rule : book.roles().get(role).get(service)) {
                    lines.add(List.of(
                            Rulebook.role(role),
                            Rulebook.service(service),
                            rule.pattern(),
                            rule.allows() ? "allow" : "deny"));
                }
            }
        }
        return lines;
    }

    @Override
    public boolean allows(Rulebook.Question question) {
        return enforcer.enforce(question.agent(), question.service(), question.action());
    }
}
