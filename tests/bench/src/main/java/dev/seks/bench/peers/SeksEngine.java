// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.peers;

import dev.seks.broker.policy.CompiledPolicy;
import dev.seks.broker.policy.Policy;
import dev.seks.broker.policy.Ruling;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.yaml.SourceFile;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** seks's own evaluator on a policy file and a catalogue, both within the bounds of what can be published. */
final class SeksEngine implements Engine {
    private final CompiledPolicy policy;

    SeksEngine(Rulebook book) {
        Policy.Result file = Policy.load(new SourceFile("seks-policy.yaml", policy(book)));
        ActionCatalogue.Result catalogue = ActionCatalogue.load(IntStream.range(0, Rulebook.SERVICES)
                .mapToObj(Rulebook::service)
                .map(service -> new SourceFile(service + ".yaml", catalogue(service)))
                .toList());
        if (!(file instanceof Policy.Loaded loaded && catalogue instanceof ActionCatalogue.Loaded actions)) {
            throw new IllegalStateException("the benchmark's own policy is faulty: " + file + catalogue);
        }
        this.policy = loaded.policy().compile(actions.catalogue());
    }

    @Override
    public boolean allows(Rulebook.Question question) {
        return policy.rule(question.agent(), question.service(), question.action())
                        .kind()
                == Ruling.Kind.ALLOWED;
    }

    /** The policy as a person would write it. */
    static String policy(Rulebook book) {
        StringBuilder text = new StringBuilder("version: 1\nagents:\n");
        for (int agent = 0; agent < book.agents(); agent++) {
            text.append("  ").append(Rulebook.agent(agent)).append(":\n");
            text.append("    extends: [")
                    .append(Arrays.stream(book.reaching().get(agent))
                            .mapToObj(Rulebook::role)
                            .collect(Collectors.joining(", ")))
                    .append("]\n");
        }
        text.append("roles:\n");
        for (int role = 0; role < book.roles().size(); role++) {
            text.append("  ").append(Rulebook.role(role)).append(":\n");
            services(book.roles().get(role), text);
        }
        return text.toString();
    }

    private static void services(List<List<Rulebook.Rule>> rules, StringBuilder text) {
        text.append("    services:\n");
        for (int service = 0; service < rules.size(); service++) {
            text.append("      ").append(Rulebook.service(service)).append(":\n");
            text.append("        allow: [")
                    .append(patterns(rules.get(service), true))
                    .append("]\n");
            text.append("        deny: [")
                    .append(patterns(rules.get(service), false))
                    .append("]\n");
        }
    }

    private static String patterns(List<Rulebook.Rule> rules, boolean allowing) {
        return rules.stream()
                .filter(rule -> rule.allows() == allowing)
                .map(Rulebook.Rule::pattern)
                .collect(Collectors.joining(", "));
    }

    private static String catalogue(String service) {
        List<String> actions = Rulebook.actions().stream()
                .map(action -> "  " + action + ": { summary: go, effect: write, http: POST /go }\n")
                .toList();
        return "service: " + service + "\nbase_url: https://s.example\nactions:\n" + String.join("", actions);
    }
}
