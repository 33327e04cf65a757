// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.policy.Candidate;
import dev.seks.broker.policy.CompiledPolicy;
import dev.seks.broker.policy.LimitRule;
import dev.seks.broker.policy.LimitSet;
import dev.seks.broker.policy.Policy;
import dev.seks.broker.policy.PolicyTest;
import dev.seks.broker.policy.Rule;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks a policy that is not in force: what the evaluator would say to single requests, without limits, grants, freezes and
 * the log. The same evaluator decides in production.
 */
public final class Rehearsal {
    /** As many as any approval can ask for. */
    private static final int STAND_INS = 100;

    private static final List<String> ONLY_WITH_CATALOGUE = List.of("UNKNOWN_ACTION", "INVALID_PARAMS");

    private final ActivePolicy policy;
    private final boolean byName;

    /** {@code operators} are the people of the reserved group {@code operators}, who stand in no policy file. */
    public Rehearsal(CompiledPolicy rules, ActionCatalogue catalogue, List<String> operators) {
        this(rules, catalogue, operators, false);
    }

    private Rehearsal(CompiledPolicy rules, ActionCatalogue catalogue, List<String> operators, boolean byName) {
        this.policy = new ActivePolicy(new byte[0], "", "", 1, rules, catalogue, operators);
        this.byName = byName;
    }

    /**
     * Asks a policy without a catalogue: every action is taken to exist and every parameter to fit. What depends on
     * conditions or hours is {@link Answer#UNTOLD}. {@code rules} are those of the policy for the empty catalogue.
     */
    public static Rehearsal byName(CompiledPolicy rules, List<String> operators) {
        return new Rehearsal(rules, ActionCatalogue.empty(), operators, true);
    }

    /** Whether there is no catalogue. */
    public boolean isByName() {
        return byName;
    }

    /** People who can stand for the operators where nobody knows who they are: enough for any approval. */
    public static List<String> standIns(Policy policy) {
        return IntStream.iterate(1, n -> n + 1)
                .mapToObj(n -> "operator-" + n)
                .filter(name -> !policy.people().containsKey(name))
                .limit(STAND_INS)
                .toList();
    }

    /**
     * What came of one request.
     *
     * @param outcome {@code approved}, {@code pending} or {@code denied}, or {@link #UNTOLD}
     * @param reason null where it cannot be told
     * @param rules all that determined it, in the order of the file
     * @param approval what people must do, where it is pending
     */
    public record Answer(
            String outcome,
            @Nullable Reason reason,
            String explanation,
            List<Rule> rules,
            Optional<Approval> approval) {
        /** The outcome where only a catalogue could tell. */
        public static final String UNTOLD = "untold";

        public Answer {
            rules = List.copyOf(rules);
        }

        static Answer untold(String explanation) {
            return new Answer(UNTOLD, null, explanation, List.of(), Optional.empty());
        }
    }

    /** What came of one test. */
    public record TestResult(PolicyTest test, Answer answer) {
        public boolean isMet() {
            List<String> rules = answer.rules().stream().map(Rule::path).toList();
            return answer.reason() != null
                    && test.expected().isMetBy(answer.outcome(), answer.reason().name(), rules);
        }
    }

    /** Runs the tests that stand in the policy's own file. */
    public List<TestResult> run(Policy tested) {
        return run(tested.tests());
    }

    /** Runs tests of any file, in their order. */
    public List<TestResult> run(List<PolicyTest> tests) {
        return tests.stream().map(test -> new TestResult(test, answer(test))).toList();
    }

    private Answer answer(PolicyTest test) {
        Answer answer = ask(test.given(), test.at());
        boolean wantsCatalogue =
                test.expected().reason().filter(ONLY_WITH_CATALOGUE::contains).isPresent();
        return byName && wantsCatalogue && !answer.outcome().equals("denied")
                ? Answer.untold(
                        "only a catalogue can tell " + test.expected().reason().orElseThrow())
                : answer;
    }

    /** Asks one question at a time. */
    public Answer ask(PolicyTest.Question question, Instant at) {
        CapabilityRequest request = request(question, at);
        if (!byName) {
            return answer(Evaluator.evaluate(DomainState.NEW, policy, request, GrantBook.empty(question.agent()), at));
        }
        return Evaluator.byName(policy, request, at)
                .map(Rehearsal::answer)
                .orElseGet(() -> Answer.untold("what the rules say to " + question.service() + " " + question.action()
                        + " depends on conditions or hours, which only a catalogue can tell"));
    }

    /** Every rule of the question's agent and service, and what came of each when the question was answered. */
    public List<Candidate> candidates(PolicyTest.Question question, Instant at, Answer answer) {
        return policy.rules()
                .candidates(
                        question.agent(),
                        new CompiledPolicy.Subject(question.service(), question.action()),
                        Evaluator.circumstances(policy, request(question, at), at)
                                .orElse(null),
                        answer.rules());
    }

    /** Every limit that the question's request must have room in, from the widest. */
    public List<LimitRule> limits(PolicyTest.Question question) {
        LimitSet limits = policy.rules().limits(question.agent(), question.service(), question.action());
        return Stream.of(limits.global(), limits.ofAgent(), limits.ofService(), limits.ofAction())
                .flatMap(List::stream)
                .toList();
    }

    /** How many requests of one agent may wait for people at once. */
    public int maxOpenApprovals() {
        return policy.rules().maxOpenApprovals();
    }

    private CapabilityRequest request(PolicyTest.Question question, Instant at) {
        return CapabilityRequest.newBuilder()
                .setRequestId("rehearsal")
                .setDomain(policy.rules().domain())
                .setAgent(question.agent())
                .setService(question.service())
                .setAction(question.action())
                .setParams(question.params())
                .setReason(question.reason())
                .setCreatedAt(at)
                .build();
    }

    private static Answer answer(Evaluation evaluation) {
        if (evaluation instanceof Evaluation.Refused refused) {
            return new Answer("denied", refused.reason(), refused.explanation(), refused.rules(), Optional.empty());
        }
        return evaluation instanceof Evaluation.Asked asked
                ? new Answer(
                        "pending",
                        Reason.APPROVAL_REQUIRED,
                        asked.explanation(),
                        asked.rules(),
                        Optional.of(asked.approval()))
                : new Answer(
                        "approved",
                        Reason.ALLOWED_BY_RULE,
                        evaluation.explanation(),
                        evaluation.rules(),
                        Optional.empty());
    }
}
