// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.cases;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.casbin.jcasbin.main.EnforceResult;
import org.casbin.jcasbin.main.Enforcer;
import org.casbin.jcasbin.model.Model;

/** jCasbin: a denial wins, roles and patterns by its own functions, conditions in its own language. */
final class CasbinJudge implements Judge {
    private static final String MODEL = """
            [request_definition]
            r = sub, obj, act, asked
            [policy_definition]
            p = sub, obj, act, sub_rule, eft, path
            [role_definition]
            g = _, _
            [policy_effect]
            e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
            [matchers]
            m = g(r.sub, p.sub) && regexMatch(r.obj, p.obj) && regexMatch(r.act, p.act) && eval(p.sub_rule)
            """;

    /** The conditions of the cases in the language of its expressions, which takes no functions of its library in rules. */
    private static final Map<String, String> CONDITIONS = Map.ofEntries(
            Map.entry("params.amount <= 100.0", "r.asked.params.amount <= 100.0"),
            Map.entry(
                    "params.to == \"DE1000\" && params.currency in [\"EUR\"]",
                    "r.asked.params.to == 'DE1000' && r.asked.params.currency == 'EUR'"),
            Map.entry("params.month.matches(\"^2026-[0-9]{2}$\")", "r.asked.params.month =~ /^2026-[0-9]{2}$/"),
            Map.entry("params.urgent", "r.asked.params.urgent"),
            Map.entry("effect == \"read\"", "r.asked.effect == 'read'"),
            Map.entry("reason_given", "r.asked.reasonGiven"),
            Map.entry("now >= timestamp(\"2026-01-05T12:00:00Z\")", "r.asked.now >= 1767614400000"),
            Map.entry("agent != \"b\"", "r.sub != 'b'"),
            Map.entry("agent == \"a\"", "r.sub == 'a'"),
            Map.entry("params.depth < 5", "r.asked.params.depth < 5"),
            Map.entry("10 / params.depth > 100", "10 / r.asked.params.depth > 100"),
            Map.entry("10 / (params.depth - 3) > 1000", "10 / (r.asked.params.depth - 3) > 1000"),
            Map.entry("true", "true"),
            Map.entry("resource == \"x\"", "r.asked.resource == 'x'"),
            Map.entry("params.amount > 5", "r.asked.params.amount > 5"));

    @Override
    public String name() {
        return "jCasbin";
    }

    @Override
    public Answer ask(RequestCase asked) throws NoWordsException {
        Words.requireYesOrNo(asked);
        Words.requireNoShape(asked);
        Question question = asked.question();
        Sketch policy = Sketch.of(asked.policy());
        Model model = new Model();
        model.loadModelFromText(MODEL);
        Enforcer enforcer = new Enforcer(model);
        enforcer.addPolicies(Words.translated(policy, question, CasbinJudge::line));
        policy.owners().forEach((agent, owners) -> owners.forEach(owner -> enforcer.addGroupingPolicy(agent, owner)));
        EnforceResult result;
        try {
            result = enforcer.enforceEx(question.agent(), question.service(), question.action(), facts(question));
        } catch (RuntimeException e) {
            return Answer.of(false, Set.of()); // what cannot be evaluated is no yes
        }
        List<String> explained = result.getExplain();
        return Answer.of(
                result.isAllow(), explained.isEmpty() ? Set.of() : Set.of(explained.get(explained.size() - 1)));
    }

    private static Map<String, Object> facts(Question question) {
        Map<String, Object> facts = new HashMap<>();
        facts.put("params", question.params());
        facts.put("effect", question.effect());
        facts.put("resource", "");
        facts.put("reasonGiven", question.reasonGiven());
        facts.put("now", question.at().toEpochMilli());
        return facts;
    }

    private static List<String> line(Line line) throws NoWordsException {
        if (line.during().isPresent()) {
            throw new NoWordsException("hours of days in a time zone");
        }
        String condition = "true";
        if (line.when().isPresent()) {
            condition = CONDITIONS.get(line.when().get());
            if (condition == null) {
                throw new NoWordsException("functions in conditions");
            }
        }
        if (line.verb() == Line.Verb.ALLOW && !line.isExact()) {
            condition = "r.asked.effect != 'credential' && (" + condition + ")";
        }
        return List.of(
                line.owner(),
                "^" + Line.regex(line.service()) + "$",
                "^" + Line.regex(line.action()) + "$",
                condition,
                line.verb() == Line.Verb.DENY ? "deny" : "allow",
                line.path());
    }
}
