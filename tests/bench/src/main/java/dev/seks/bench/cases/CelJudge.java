// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.cases;

import dev.cel.common.CelOptions;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** CEL alone: all rules of an agent as one expression, which an application finds by the agent's name. */
final class CelJudge implements Judge {
    private static final CelOptions OPTIONS =
            CelOptions.current().enableHeterogeneousNumericComparisons(true).build();
    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("params", MapType.create(SimpleType.STRING, SimpleType.DYN))
            .addVar("agent", SimpleType.STRING)
            .addVar("service", SimpleType.STRING)
            .addVar("action", SimpleType.STRING)
            .addVar("effect", SimpleType.STRING)
            .addVar("resource", SimpleType.STRING)
            .addVar("reason_given", SimpleType.BOOL)
            .addVar("now", SimpleType.TIMESTAMP)
            .setResultType(SimpleType.BOOL)
            .build();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();

    @Override
    public String name() {
        return "CEL alone";
    }

    @Override
    public Answer ask(RequestCase asked) throws Exception {
        Words.requireYesOrNo(asked);
        Words.requireNoShape(asked);
        Question question = asked.question();
        List<Line> reaching = Sketch.of(asked.policy()).reaching(question.agent());
        String text = "!(" + any(reaching, Line.Verb.DENY) + ") && (" + any(reaching, Line.Verb.ALLOW) + ")";
        CelRuntime.Program program =
                RUNTIME.createProgram(COMPILER.compile(text).getAst());
        try {
            return Answer.of((Boolean) program.eval(variables(question)));
        } catch (CelEvaluationException e) {
            return Answer.of(false); // what cannot be evaluated is no yes
        }
    }

    private static Map<String, Object> variables(Question question) {
        return Map.of(
                "params", question.params(),
                "agent", question.agent(),
                "service", question.service(),
                "action", question.action(),
                "effect", question.effect(),
                "resource", "",
                "reason_given", question.reasonGiven(),
                "now", question.at());
    }

    private static String any(List<Line> lines, Line.Verb verb) {
        return lines.stream()
                .filter(line -> line.verb() == verb)
                .map(CelJudge::condition)
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(" || "), text -> text.isEmpty() ? "false" : text));
    }

    private static String condition(Line line) {
        StringBuilder text = new StringBuilder("(");
        text.append(matches("service", line.service())).append(" && ").append(matches("action", line.action()));
        if (line.verb() == Line.Verb.ALLOW && !line.isExact()) {
            text.append(" && effect != 'credential'");
        }
        line.during().ifPresent(hours -> text.append(" && ").append(hours(hours)));
        line.when().ifPresent(when -> text.append(" && (").append(when).append(')'));
        return text.append(')').toString();
    }

    private static String matches(String name, String pattern) {
        return pattern.contains(Line.WILDCARD)
                ? name + ".matches(r'^" + Line.regex(pattern) + "$')"
                : name + " == '" + pattern + "'";
    }

    private static String hours(OpenHours hours) {
        String zone = "'" + hours.zone() + "'";
        String day = "now.getDayOfWeek(" + zone + ")";
        String minute = "now.getHours(" + zone + ") * 60 + now.getMinutes(" + zone + ")";
        String today = day + " in " + hours.days();
        String begun = minute + " >= " + hours.from();
        String open = minute + " < " + hours.to();
        String yesterday = "(" + day + " + 6) % 7 in " + hours.days();
        return hours.crossMidnight()
                ? "((" + today + " && " + begun + ") || (" + yesterday + " && " + open + "))"
                : "(" + today + " && " + begun + " && " + open + ")";
    }
}
