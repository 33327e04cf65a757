// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.broker.decision.Rehearsal;
import dev.seks.broker.policy.Rule;
import dev.seks.schemas.record.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a policy answers, in the field names of decisions. */
final class AnswerJson {
    private AnswerJson() {}

    /** Outcome and reason are null where only a catalogue could tell. */
    static ObjectNode put(ObjectNode json, Rehearsal.Answer answer) {
        Optional<Reason> reason = Optional.ofNullable(answer.reason());
        json.put(
                        "outcome",
                        reason.map(known -> answer.outcome().toUpperCase(Locale.ROOT))
                                .orElse(null))
                .put("reason", reason.map(Reason::name).orElse(null))
                .put("explanation", answer.explanation())
                .put("rule", answer.rules().stream().findFirst().map(Rule::path).orElse(null));
        json.set("rules", rules(answer.rules()));
        return json;
    }

    static ArrayNode rules(List<Rule> rules) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        rules.forEach(rule -> array.add(rule(rule)));
        return array;
    }

    static ObjectNode rule(Rule rule) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("path", rule.path())
                .put("file", rule.file())
                .put("line", rule.line());
    }
}
