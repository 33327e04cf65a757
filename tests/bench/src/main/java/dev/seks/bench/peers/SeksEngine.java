// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.peers;

import dev.seks.broker.policy.CompiledPolicy;
import dev.seks.broker.policy.Policy;
import dev.seks.broker.policy.Ruling;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.yaml.SourceFile;
import java.util.List;
import java.util.stream.Collectors;

/** seks's own evaluator on a policy file of version 1. */
final class SeksEngine implements Engine {
    private final CompiledPolicy policy;

    SeksEngine(Rulebook book) {
        Policy.Result file = Policy.load(new SourceFile("seks-policy.yaml", policy(book)));
        ActionCatalogue.Result catalogue = ActionCatalogue.load(book.serviceNames().stream()
                .map(service -> new SourceFile(service + ".yaml", catalogue(book, service)))
                .toList());
        if (!(file instanceof Policy.Loaded loaded && catalogue instanceof ActionCatalogue.Loaded actions)) {
            throw new IllegalStateException("the benchmark's own policy is faulty: " + file + catalogue);
        }
        this.policy = loaded.policy().compile(actions.catalogue());
    }

    @Override
    public boolean allows(Rulebook.Question question) {
        return rule(question).kind() == Ruling.Kind.ALLOWED;
    }

    /** The whole answer, with the rules that led to it. */
    Ruling rule(Rulebook.Question question) {
        return policy.rule(question.agent(), question.service(), question.action());
    }

    private static String policy(Rulebook book) {
        StringBuilder text = new StringBuilder("version: 1\nagents:\n");
        for (String agent : book.agentNames()) {
            text.append("  ").append(agent).append(":\n    services:\n");
            for (String service : book.serviceNames()) {
                text.append("      ").append(service).append(":\n");
                text.append("        allow: [").append(patterns(book, true)).append("]\n");
                text.append("        deny: [").append(patterns(book, false)).append("]\n");
            }
        }
        return text.toString();
    }

    private static String patterns(Rulebook book, boolean allowing) {
        return book.rules().stream()
                .filter(rule -> rule.allows() == allowing)
                .map(rule -> '"' + rule.pattern() + '"')
                .collect(Collectors.joining(", "));
    }

    private static String catalogue(Rulebook book, String service) {
        List<String> actions = book.actionNames().stream()
                .map(action -> "  " + action + ": { summary: go, effect: write, http: POST /go }\n")
                .toList();
        return "service: " + service + "\nbase_url: https://s.example\nactions:\n" + String.join("", actions);
    }
}
