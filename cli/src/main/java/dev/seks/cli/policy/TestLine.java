// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.broker.decision.Rehearsal;
import dev.seks.broker.policy.PolicyTest;
import dev.seks.broker.policy.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How the result of one test is told. */
final class TestLine {
    private TestLine() {}

    /** Where the test stands, what was expected, what came, and why. */
    static String text(Rehearsal.TestResult result) {
        PolicyTest test = result.test();
        Rehearsal.Answer answer = result.answer();
        String told = Optional.ofNullable(answer.reason())
                .map(reason -> "is " + answer.outcome() + " " + reason + by(test, answer) + ": " + answer.explanation())
                .orElse("cannot be told: " + answer.explanation());
        return test.file() + ":" + test.line() + ": failed: " + test.name() + ": expected "
                + test.expected().told() + ", but " + what(test) + " " + told;
    }

    /** The sentence names the first rule; the others are of interest where the test asks for one. */
    private static String by(PolicyTest test, Rehearsal.Answer answer) {
        List<Rule> rules = answer.rules();
        return test.expected().rule().isEmpty() || rules.isEmpty()
                ? ""
                : " by " + String.join(", ", rules.stream().map(Rule::path).toList());
    }

    private static String what(PolicyTest test) {
        PolicyTest.Question given = test.given();
        return given.service() + " " + given.action() + " for " + given.agent();
    }

    static ObjectNode json(Rehearsal.TestResult result) {
        PolicyTest test = result.test();
        Rehearsal.Answer answer = result.answer();
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("file", test.file())
                .put("line", test.line())
                .put("path", test.path())
                .put("name", test.name())
                .put("met", result.isMet());
        json.putObject("expected")
                .put("outcome", test.expected().outcome().toUpperCase(Locale.ROOT))
                .put("reason", test.expected().reason().orElse(null))
                .put("rule", test.expected().rule().orElse(null));
        return AnswerJson.put(json, answer);
    }
}
