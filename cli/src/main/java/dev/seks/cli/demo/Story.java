// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.VerdictChoice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What happens in the demo, step by step, and what each step must come to. */
record Story(String agent, List<Step> steps) {
    private static final String FILE = "story.yaml";

    Story {
        Objects.requireNonNull(agent, "the story names no agent");
        steps = List.copyOf(steps);
    }

    /**
     * One step: a request, asked once or many times at once, or garbage.
     *
     * @param times how often; absent for once
     * @param policy the resource with the policy that is brought into force before; null for whichever is
     * @param garbage bytes in hex that are published in place of a request
     * @param person what the person at the keyboard says once it waits
     * @param colleague the button that a second person presses on its card in Slack after that
     */
    record Step(
            String name,
            @Nullable String policy,
            @Nullable Integer times,
            @Nullable Ask ask,
            @Nullable String garbage,
            @Nullable Said person,
            @Nullable String colleague,
            Expectation expect) {
        Step {
            if ((ask == null) == (garbage == null)) {
                throw new IllegalArgumentException("step '" + name + "' needs either ask or garbage");
            }
            Objects.requireNonNull(expect, "step '" + name + "' expects nothing");
        }

        int count() {
            return times == null ? 1 : times;
        }

        /** How many requests of the step take room of a limit. */
        int takes() {
            boolean asked = expect.outcome() == Outcome.APPROVED || person != null;
            return asked ? (expect.admitted() == null ? count() : expect.admitted()) : 0;
        }

        Step withLessRoom(int surplus) {
            return new Step(name, policy, times, ask, garbage, person, colleague, expect.withLessRoom(surplus));
        }

        private Step byAnyRule() {
            return new Step(name, policy, times, ask, garbage, person, colleague, expect.byAnyRule());
        }
    }

    /** What the agent asks for. */
    record Ask(
            String service,
            String action,
            JsonNode params,
            @Nullable String reason) {}

    /** What the person says once the request waits; {@code grant}: how long and how often the same may be done again. */
    record Said(
            VerdictChoice verdict, String comment, @Nullable Again grant) {}

    /** Bounds of a grant. */
    record Again(long ttlMs, int maxUses) {}

    /**
     * How a step must end. What is null is not looked at.
     *
     * @param shows words that the service's answer holds
     * @param admitted how many of a burst have room; null when all
     * @param forge calls that the forge must have got during the step, as method and path, and how many
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Expectation(
            Outcome outcome,
            Reason reason,
            @Nullable String rule,
            @Nullable ExecutionStatus status,
            @Nullable Integer statusCode,
            @Nullable String shows,
            @Nullable Integer admitted,
            @Nullable Draft file,
            Map<String, Integer> forge) {
        Expectation {
            forge = Map.copyOf(forge);
        }

        /** The same when steps before took more room of the limit than told: their fault is not this step's. */
        private Expectation withLessRoom(int surplus) {
            if (admitted == null) {
                return this;
            }
            int room = admitted - surplus;
            Map<String, Integer> calls = forge.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, call -> call.getValue().equals(admitted) ? room : call.getValue()));
            return new Expectation(outcome, reason, rule, status, statusCode, shows, room, file, calls);
        }

        private Expectation byAnyRule() {
            return new Expectation(outcome, reason, null, status, statusCode, shows, admitted, file, forge);
        }
    }

    /** What must stand in a file below the root of file actions. */
    record Draft(String path, String holds) {}

    /**
     * The same story under a policy whose rules stand elsewhere: which of them decided is not looked at, and what needs a
     * policy of its own is left out.
     */
    Story underAnotherPolicy() {
        int leftOut = steps.stream()
                .filter(step -> step.policy() != null)
                .mapToInt(Step::takes)
                .sum();
        return new Story(
                agent,
                steps.stream()
                        .filter(step -> step.policy() == null)
                        .map(step -> step.byAnyRule().withLessRoom(-leftOut))
                        .toList());
    }

    static Story load() {
        YAMLMapper yaml = YAMLMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        try (InputStream in = Story.class.getResourceAsStream(FILE)) {
            return yaml.readValue(in, Story.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the story cannot be read", e);
        }
    }
}
