// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.peers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A list of compiled regular expressions for each role's service, looked up by name. */
final class RegexEngine implements Engine {
    private final Map<String, List<Map<String, List<Line>>>> lines = new HashMap<>();

    private record Line(boolean allows, Pattern pattern) {}

    RegexEngine(Rulebook book) {
        List<Map<String, List<Line>>> roles = new ArrayList<>();
        for (List<List<Rulebook.Rule>> role : book.roles()) {
            Map<String, List<Line>> services = new HashMap<>();
            for (int service = 0; service < role.size(); service++) {
                services.put(
                        Rulebook.service(service),
                        role.get(service).stream().map(RegexEngine::line).toList());
            }
            roles.add(services);
        }
        for (int agent = 0; agent < book.agents(); agent++) {
            List<Map<String, List<Line>>> reaching = new ArrayList<>();
            for (int role : book.reaching().get(agent)) {
                reaching.add(roles.get(role));
            }
            lines.put(Rulebook.agent(agent), reaching);
        }
    }

    @Override
    public boolean allows(Rulebook.Question question) {
        boolean allowed = false;
        for (Map<String, List<Line>> services : lines.get(question.agent())) {
            for (Line line : services.get(question.service())) {
                if (line.pattern().matcher(question.action()).matches()) {
                    if (!line.allows()) {
                        return false;
                    }
                    allowed = true;
                }
            }
        }
        return allowed;
    }

    private static Line line(Rulebook.Rule rule) {
        return new Line(
                rule.allows(), Pattern.compile(Pattern.quote(rule.pattern()).replace("*", "\\E.*\\Q")));
    }
}
