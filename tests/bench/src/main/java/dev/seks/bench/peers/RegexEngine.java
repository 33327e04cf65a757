// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.peers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A list of compiled regular expressions for each agent's service, looked up by name. */
final class RegexEngine implements Engine {
    private final Map<String, Map<String, List<Line>>> lines = new HashMap<>();

    private record Line(boolean allows, Pattern pattern) {}

    RegexEngine(Rulebook book) {
        for (String agent : book.agentNames()) {
            Map<String, List<Line>> services = new HashMap<>();
            for (String service : book.serviceNames()) {
                services.put(
                        service, book.rules().stream().map(RegexEngine::line).toList());
            }
            lines.put(agent, services);
        }
    }

    @Override
    public boolean allows(Rulebook.Question question) {
        boolean allowed = false;
        for (Line line : lines.get(question.agent()).get(question.service())) {
            if (line.pattern().matcher(question.action()).matches()) {
                if (!line.allows()) {
                    return false;
                }
                allowed = true;
            }
        }
        return allowed;
    }

    private static Line line(Rulebook.Rule rule) {
        return new Line(
                rule.allows(), Pattern.compile(Pattern.quote(rule.pattern()).replace("*", "\\E.*\\Q")));
    }
}
