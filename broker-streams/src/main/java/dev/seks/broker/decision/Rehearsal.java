// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.policy.CompiledPolicy;
import dev.seks.broker.policy.Policy;
import dev.seks.broker.policy.PolicyTest;
import dev.seks.broker.policy.Rule;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Reason;
import java.time.Instant;
import java.util.List;

/**
 * Asks a policy that is not in force: what the evaluator would say to single requests, without limits, grants, freezes and
 * the log. The same evaluator decides in production.
 */
public final class Rehearsal {
    private final ActivePolicy policy;

    /** {@code operators} are the people of the reserved group {@code operators}, who stand in no policy file. */
    public Rehearsal(CompiledPolicy rules, ActionCatalogue catalogue, List<String> operators) {
        this.policy = new ActivePolicy(new byte[0], "", "", 1, rules, catalogue, operators);
    }

    /**
     * What came of one request.
     *
     * @param outcome {@code approved}, {@code pending} or {@code denied}
     * @param rules all that determined it, in the order of the file
     */
    public record Answer(String outcome, Reason reason, String explanation, List<Rule> rules) {
        public Answer {
            rules = List.copyOf(rules);
        }
    }

    /** What came of one test. */
    public record TestResult(PolicyTest test, Answer answer) {
        public boolean isMet() {
            List<String> rules = answer.rules().stream().map(Rule::path).toList();
            return test.expected().isMetBy(answer.outcome(), answer.reason().name(), rules);
        }
    }

    /** Runs the tests that stand in the policy's own file. */
    public List<TestResult> run(Policy tested) {
        return tested.tests().stream()
                .map(test -> new TestResult(test, ask(test.given(), test.at())))
                .toList();
    }

    /** Asks one question at a time. */
    public Answer ask(PolicyTest.Question question, Instant at) {
        CapabilityRequest request = CapabilityRequest.newBuilder()
                .setRequestId("rehearsal")
                .setDomain(policy.rules().domain())
                .setAgent(question.agent())
                .setService(question.service())
                .setAction(question.action())
                .setParams(question.params())
                .setReason(question.reason())
                .setCreatedAt(at)
                .build();
        Evaluation evaluation = Evaluator.evaluate(DomainState.NEW, policy, request, at);
        if (evaluation instanceof Evaluation.Refused refused) {
            return new Answer("denied", refused.reason(), refused.explanation(), refused.rules());
        }
        return evaluation instanceof Evaluation.Asked
                ? new Answer("pending", Reason.APPROVAL_REQUIRED, evaluation.explanation(), evaluation.rules())
                : new Answer("approved", Reason.ALLOWED_BY_RULE, evaluation.explanation(), evaluation.rules());
    }
}
