// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.peers;

import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** CEL alone: the rules of a role for a service as one expression, compiled ahead and found by name. */
final class CelEngine implements Engine {
    private static final long NOTHING = 0;
    private static final long DENIES = 2;

    private final Map<String, List<Map<String, CelRuntime.Program>>> programs = new HashMap<>();

    CelEngine(Rulebook book) throws Exception {
        CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .addVar("action", SimpleType.STRING)
                .setResultType(SimpleType.INT)
                .build();
        CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder().build();
        List<Map<String, CelRuntime.Program>> roles = new ArrayList<>();
        for (List<List<Rulebook.Rule>> role : book.roles()) {
            Map<String, CelRuntime.Program> services = new HashMap<>();
            for (int service = 0; service < role.size(); service++) {
                String text = any(role.get(service), false) + " ? 2 : " + any(role.get(service), true) + " ? 1 : 0";
                services.put(
                        Rulebook.service(service),
                        runtime.createProgram(compiler.compile(text).getAst()));
            }
            roles.add(services);
        }
        for (int agent = 0; agent < book.agents(); agent++) {
            List<Map<String, CelRuntime.Program>> reaching = new ArrayList<>();
            for (int role : book.reaching().get(agent)) {
                reaching.add(roles.get(role));
            }
            programs.put(Rulebook.agent(agent), reaching);
        }
    }

    @Override
    public boolean allows(Rulebook.Question question) throws Exception {
        boolean allowed = false;
        for (Map<String, CelRuntime.Program> services : programs.get(question.agent())) {
            long says = (Long) services.get(question.service()).eval(Map.of("action", question.action()));
            if (says == DENIES) {
                return false;
            }
            allowed |= says != NOTHING;
        }
        return allowed;
    }

    private static String any(List<Rulebook.Rule> rules, boolean allowing) {
        return rules.stream()
                .filter(rule -> rule.allows() == allowing)
                .map(CelEngine::condition)
                .collect(Collectors.joining(" || ", "(", ")"));
    }

    private static String condition(Rulebook.Rule rule) {
        return rule.isWild() ? "action.startsWith('" + rule.prefix() + "')" : "action == '" + rule.pattern() + "'";
    }
}
