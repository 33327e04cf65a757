// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.broker.decision.Comparison;
import dev.seks.broker.policy.ApprovalTerms;
import dev.seks.broker.policy.Bearing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How a comparison is told to other programs: an object for each change, each setting, and a summary. */
final class DiffJson {
    private DiffJson() {}

    static List<ObjectNode> of(Comparison comparison) {
        List<ObjectNode> lines = new ArrayList<>();
        comparison.changes().forEach(change -> lines.add(change(change)));
        comparison.settings().forEach(setting -> lines.add(setting(setting)));
        ObjectNode summary = JsonNodeFactory.instance
                .objectNode()
                .put("decisions", decisions(comparison, -1) + decisions(comparison, 0) + decisions(comparison, 1))
                .put("wider", decisions(comparison, 1))
                .put("narrower", decisions(comparison, -1))
                .put("settings", comparison.settings().size())
                .put("whole", comparison.isWhole());
        lines.add(JsonNodeFactory.instance.objectNode().set("summary", summary));
        return lines;
    }

    private static int decisions(Comparison comparison, int direction) {
        return comparison.changes().stream()
                .filter(change -> Integer.signum(change.widening()) == direction)
                .mapToInt(Comparison.Change::decisions)
                .sum();
    }

    private static ObjectNode change(Comparison.Change change) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        names(json.putArray("agents"), change.agents());
        json.put("service", change.service());
        names(json.putArray("actions"), change.actions());
        json.put("decisions", change.decisions());
        json.set("was", stance(change.was()));
        json.set("now", stance(change.now()));
        return json;
    }

    private static ObjectNode stance(Comparison.Stance stance) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("outcome", stance.bearing().kind().name())
                .put("reason", stance.reason().map(Enum::name).orElse(null));
        json.set("rules", AnswerJson.rules(stance.rules()));
        ArrayNode clauses = json.putArray("clauses");
        stance.bearing().clauses().stream()
                .sorted(Comparator.comparing(Bearing.Clause::verb)
                        .thenComparing(clause -> clause.condition().orElse(""))
                        .thenComparing(clause -> clause.hours().orElse("")))
                .forEach(clause -> clauses.add(clause(clause)));
        return json;
    }

    private static ObjectNode clause(Bearing.Clause clause) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("verb", clause.verb().name())
                .put("condition", clause.condition().orElse(null))
                .put("hours", clause.hours().orElse(null));
        json.set("approval", clause.terms().map(DiffJson::terms).orElse(null));
        return json;
    }

    private static ObjectNode terms(ApprovalTerms terms) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode requirements = json.putArray("requirements");
        terms.requirements().forEach(requirement -> {
            ObjectNode one = requirements.addObject();
            names(one.putArray("groups"), requirement.groups());
            one.put("quorum", requirement.quorum());
            requirement.escalation().ifPresent(later -> {
                ObjectNode escalation = one.putObject("escalation");
                names(escalation.putArray("to"), later.groups());
                escalation.put("afterSeconds", later.after().toSeconds());
            });
        });
        return json.put("expiresInSeconds", terms.expiresIn().toSeconds())
                .put("assurance", terms.assurance().name())
                .put("grantable", terms.grantable());
    }

    private static ObjectNode setting(Comparison.Setting setting) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("setting", setting.what());
        names(json.putArray("agents"), setting.agents());
        return json.put("was", setting.was().orElse(null))
                .put("now", setting.now().orElse(null));
    }

    private static void names(ArrayNode array, List<String> names) {
        names.forEach(array::add);
    }
}
