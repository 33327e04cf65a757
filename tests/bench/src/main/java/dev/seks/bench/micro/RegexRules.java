// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.micro;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The baseline: what one writes in an afternoon, a list of compiled regular expressions for each agent's service. */
final class RegexRules {
    private final Map<String, List<Line>> lines = new HashMap<>();

    private record Line(String effect, Pattern pattern) {}

    RegexRules(Rulebook book) {
        for (int agent = 0; agent < book.agents(); agent++) {
            for (int service = 0; service < book.services(); service++) {
                List<Line> own = new ArrayList<>();
                book.rules().forEach(rule -> own.add(new Line(rule.effect(), pattern(rule.pattern()))));
                lines.put("agent" + agent + " service" + service, own);
            }
        }
    }

    /** {@code deny}, {@code require_approval}, {@code allow}, or {@code none}. */
    String rule(Rulebook.Question question) {
        String strongest = "none";
        for (Line line : lines.get(question.agent() + " " + question.service())) {
            if (line.pattern().matcher(question.action()).matches()) {
                strongest = stronger(strongest, line.effect());
            }
        }
        return strongest;
    }

    private static String stronger(String a, String b) {
        List<String> order = List.of("none", "allow", "require_approval", "deny");
        return order.indexOf(a) >= order.indexOf(b) ? a : b;
    }

    private static Pattern pattern(String pattern) {
        return Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }
}
