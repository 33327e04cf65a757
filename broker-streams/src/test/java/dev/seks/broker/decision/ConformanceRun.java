// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static dev.seks.broker.decision.ConformanceCase.mapping;
import static dev.seks.broker.decision.ConformanceCase.mappings;
import static dev.seks.broker.decision.ConformanceCase.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seks.broker.policy.Policy;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.ApproverGroup;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.RuleReference;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Plays one conformance case and holds what comes of it against what the case expects. */
final class ConformanceRun {
    private static final Path CATALOGUES = Path.of("../tests/conformance/catalogues");
    private static final String FILE = "policy.yaml";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ConformanceCase one;
    private final Story story = new Story();
    private final Map<Integer, Decision> asked = new HashMap<>();
    private final Map<Integer, CapabilityRequest> requests = new HashMap<>();
    private int version;

    ConformanceRun(ConformanceCase one) {
        this.one = one;
    }

    void run() {
        if (one.body().containsKey("faults")) {
            refuse();
            return;
        }
        if (one.body().containsKey("own_tests")) {
            rehearse();
            return;
        }
        begin();
        publish(one.policy());
        if (one.body().containsKey("given")) {
            judge(one.body(), story.ask(request(mapping(one.body().get("given")))));
        }
        List<Map<String, Object>> steps = mappings(one.body().get("steps"));
        for (int i = 0; i < steps.size(); i++) {
            step(i + 1, steps.get(i));
        }
    }

    /** Time never runs back, so the first request that says when it is asked must not come before its policy. */
    private void begin() {
        Map<String, Object> first = one.body().containsKey("given")
                ? mapping(one.body().get("given"))
                : mapping(mappings(one.body().get("steps")).get(0).get("ask"));
        if (first.containsKey("at")) {
            story.after(Duration.between(story.now(), Instant.parse((String) first.get("at"))));
        }
    }

    private void refuse() {
        List<Map<String, Object>> expected = mappings(one.body().get("faults"));
        List<Fault> faults = faults();

        assertThat(faults).hasSameSizeAs(expected);
        for (int i = 0; i < faults.size(); i++) {
            Fault fault = faults.get(i);
            assertThat(fault.line() + ":" + fault.column() + ": " + fault.message())
                    .startsWith(
                            expected.get(i).get("line") + ":" + expected.get(i).get("column") + ": ")
                    .contains((String) expected.get(i).get("says"));
        }
    }

    /** Runs the tests that stand in the policy itself. */
    private void rehearse() {
        Policy policy = ((Policy.Loaded) Policy.load(new SourceFile(FILE, one.policy()))).policy();
        Map<String, String> became = new LinkedHashMap<>();
        new Rehearsal(policy.compile(catalogue()), catalogue(), one.operators())
                .run(policy)
                .forEach(result -> became.put(result.test().name(), result.isMet() ? "met" : "not met"));

        assertThat(became).isNotEmpty().isEqualTo(one.body().get("own_tests"));
    }

    private List<Fault> faults() {
        Policy.Result result = Policy.load(new SourceFile(FILE, one.policy()));
        if (result instanceof Policy.Loaded loaded) {
            Policy.Compilation compilation = loaded.policy().compileFor(catalogue());
            return compilation instanceof Policy.Faulty faulty ? faulty.faults() : List.of();
        }
        return ((Policy.Faulty) result).faults();
    }

    private ActionCatalogue catalogue() {
        List<SourceFile> sources = files().stream()
                .map(file -> new SourceFile(file.getPath(), file.getText()))
                .toList();
        return ((ActionCatalogue.Loaded) ActionCatalogue.load(sources)).catalogue();
    }

    private void publish(String policy) {
        List<Effect> effects = story.activate(++version, policy, one.operators(), files());

        assertThat(effects)
                .as("%s: %s", one.name(), story.lastEntry())
                .anyMatch(effect -> effect instanceof Effect.ActivatePolicy);
    }

    private List<BundleFile> files() {
        return one.catalogues().stream()
                .map(name -> new BundleFile("catalogue/" + name + ".yaml", text(CATALOGUES.resolve(name + ".yaml"))))
                .toList();
    }

    private void step(int number, Map<String, Object> step) {
        if (step.containsKey("after")) {
            story.after(span(step.get("after")));
        }
        int entries = story.journal().size();
        if (step.containsKey("ask")) {
            requests.put(number, request(mapping(step.get("ask"))));
            asked.put(number, story.ask(requests.get(number)));
            judge(step, asked.get(number));
            return;
        } else if (step.containsKey("again")) {
            repeat(step, requests.get((Integer) step.get("again")));
            return;
        } else if (step.containsKey("publish")) {
            publish((String) step.get("publish"));
        } else if (step.containsKey("wait")) {
            story.after(span(step.get("wait"))).tick();
        } else {
            Channel channel = Channel.valueOf(upper(step.getOrDefault("channel", "web")));
            Decision pending = asked.get((Integer) step.get("of"));
            VerdictChoice choice = VerdictChoice.valueOf(upper(step.get("say")));
            story.say(pending, (String) step.get("by"), choice, pending.getRequestDigest(), channel);
        }
        assertThat(story.journal()).hasSize(entries + 1);
        if ("void".equals(step.get("expect"))) {
            assertThat(story.lastEntry().getOutcomes()).isEmpty();
        } else if (step.containsKey("expect")) {
            assertThat(story.lastEntry().getOutcomes())
                    .as("%s", story.lastEntry())
                    .isNotEmpty();
            judge(step, story.lastDecision());
        }
    }

    /** A repeat is answered in the journal with the first answer, and decides nothing anew. */
    private void repeat(Map<String, Object> step, CapabilityRequest request) {
        List<Integer> before = Stream.of(Topic.APPROVED, Topic.DENIED, Topic.PENDING)
                .map(story::count)
                .toList();

        story.ask(request);

        assertThat(Stream.of(Topic.APPROVED, Topic.DENIED, Topic.PENDING).map(story::count))
                .as("decisions")
                .isEqualTo(before);
        assertThat(story.lastEntry().getOutcomes())
                .singleElement()
                .extracting(outcome -> outcome.getOutcome() + " " + outcome.getReason())
                .isEqualTo(upper(step.get("expect")) + " " + step.get("reason"));
    }

    private CapabilityRequest request(Map<String, Object> given) {
        if (given.containsKey("at")) {
            story.after(Duration.between(story.now(), Instant.parse((String) given.get("at"))));
        }
        return story.aRequest((String) given.get("service"), (String) given.get("action"), params(given.get("params")))
                .setAgent((String) given.get("agent"))
                .setReason((String) given.getOrDefault("reason", ""))
                .build();
    }

    private static String params(Object params) {
        try {
            return params == null ? "{}" : params instanceof String text ? text : JSON.writeValueAsString(params);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void judge(Map<String, Object> expected, Decision decision) {
        assertThat(decision.getOutcome() + " " + decision.getReason())
                .as("%s (%s)", one.name(), decision.getExplanation())
                .isEqualTo(upper(expected.get("expect")) + " " + expected.get("reason"));
        if (expected.containsKey("rules")) {
            assertThat(decision.getRules()).extracting(RuleReference::getPath).isEqualTo(expected.get("rules"));
            assertThat(decision.getRule())
                    .isEqualTo(texts(expected.get("rules")).stream().findFirst().orElse(null));
        }
        if (expected.containsKey("lines")) {
            assertThat(decision.getRules()).extracting(RuleReference::getLine).isEqualTo(expected.get("lines"));
        }
        if (expected.containsKey("execute_within")) {
            assertThat(decision.getExecuteWithinMs())
                    .isEqualTo(span(expected.get("execute_within")).toMillis());
        }
        texts(expected.get("says"))
                .forEach(piece -> assertThat(decision.getExplanation()).contains(piece));
        mapping(expected.get("approval"))
                .forEach((term, value) ->
                        assertThat(term(term, decision)).as(term).isEqualTo(value));
    }

    private Object term(String term, Decision decision) {
        Approval approval = decision.getApproval();
        switch (term) {
            case "quorum":
                return approval.getQuorum();
            case "expires_in":
                Duration left = Duration.between(story.now(), approval.getExpiresAt());
                return left.toDays() > 0 ? left.toDays() + "d" : told(left);
            case "assurance":
                return approval.getAssurance().name().toLowerCase(Locale.ROOT);
            case "grantable":
                return approval.getGrantable();
            case "approvers":
                Map<String, List<String>> people = new LinkedHashMap<>();
                for (ApproverGroup group : approval.getApprovers()) {
                    people.put(group.getGroup(), group.getPeople());
                }
                return people;
            default:
                throw new IllegalArgumentException("no term " + term);
        }
    }

    private static String told(Duration span) {
        return span.toMinutes() % 60 == 0 ? span.toHours() + "h" : span.toMinutes() + "m";
    }

    private static Duration span(Object text) {
        return Duration.parse("PT" + upper(text));
    }

    private static String upper(Object word) {
        return word.toString().toUpperCase(Locale.ROOT);
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
