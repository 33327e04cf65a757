// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.peers;

import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** CEL alone: the rules of an agent's service as one expression, found by name and compiled ahead. */
final class CelEngine implements Engine {
    private final Map<String, Map<String, CelRuntime.Program>> programs = new HashMap<>();

    CelEngine(Rulebook book) throws Exception {
        CelCompiler compiler = CelCompilerFactory.standardCelCompilerBuilder()
                .addVar("action", SimpleType.STRING)
                .setResultType(SimpleType.BOOL)
                .build();
        CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder().build();
        String text = "!(" + any(book, false) + ") && (" + any(book, true) + ")";
        for (String agent : book.agentNames()) {
            Map<String, CelRuntime.Program> services = new HashMap<>();
            for (String service : book.serviceNames()) {
                services.put(
                        service, runtime.createProgram(compiler.compile(text).getAst()));
            }
            programs.put(agent, services);
        }
    }

    @Override
    public boolean allows(Rulebook.Question question) throws Exception {
        return (Boolean)
                programs.get(question.agent()).get(question.service()).eval(Map.of("action", question.action()));
    }

    private static String any(Rulebook book, boolean allowing) {
        return book.rules().stream()
                .filter(rule -> rule.allows() == allowing)
                .map(CelEngine::condition)
                .collect(Collectors.joining(" || "));
    }

    private static String condition(Rulebook.Rule rule) {
        return rule.pattern().endsWith(Rulebook.Rule.WILDCARD)
                ? "action.startsWith('" + rule.prefix() + "')"
                : "action == '" + rule.pattern() + "'";
    }
}
