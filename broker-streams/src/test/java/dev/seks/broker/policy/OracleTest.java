// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.broker.policy.NaivePolicy.Answer;
import dev.seks.broker.policy.NaivePolicy.Line;
import dev.seks.broker.policy.NaivePolicy.Needed;
import dev.seks.broker.policy.NaivePolicy.Place;
import dev.seks.schemas.catalogue.ActionCatalogue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds the compiled policy against the naive one, and against laws that any policy must obey. */
class OracleTest {
    private static final long SEED = Long.getLong("seks.seed", 20_261_123L);
    private static final int POLICIES = 2_000;
    private static final int REQUESTS = 100;

    private final Random random = new Random(SEED);
    private final RandomPolicies make = new RandomPolicies(random);

    @Test
    void agreesWithTheNaiveReading() {
        Map<Ruling.Kind, Integer> seen = new EnumMap<>(Ruling.Kind.class);
        for (int i = 0; i < POLICIES; i++) {
            NaivePolicy naive = make.policy();
            Map<String, List<String>> actions = make.actions();
            CompiledPolicy compiled = compile(naive, PolicyText.catalogue(actions));

            for (int j = 0; j < REQUESTS; j++) {
                Request request = request(naive, actions);
                Answer expected = naive.answer(request.agent, request.service, request.action, actions);
                Ruling ruling = compiled.rule(request.agent, request.service, request.action);

                assertThat(answer(ruling))
                        .as("seed %d, policy %d, %s", SEED, i, request)
                        .isEqualTo(expected);
                seen.merge(ruling.kind(), 1, Integer::sum);
            }
        }
        System.out.println("seed " + SEED + ", " + POLICIES * REQUESTS + " requests agree: " + seen);
        assertThat(seen).containsOnlyKeys(Ruling.Kind.values());
        assertThat(seen.values()).allMatch(count -> count > 1_000);
    }

    @Test
    void rulesTheSameWhateverTheOrder() {
        eachPolicy((naive, actions) -> {
            List<Line> shuffled = new ArrayList<>(naive.lines());
            Collections.shuffle(shuffled, random);
            CompiledPolicy before = compile(naive, PolicyText.catalogue(actions));
            CompiledPolicy after = compile(with(naive, shuffled), PolicyText.catalogue(actions));

            eachRequest(naive, actions, request -> {
                Ruling one = before.rule(request.agent, request.service, request.action);
                Ruling other = after.rule(request.agent, request.service, request.action);
                assertThat(other.kind()).as("seed %d, %s", SEED, request).isEqualTo(one.kind());
                assertThat(patterns(other)).isEqualTo(patterns(one));
            });
        });
    }

    @Test
    void neverWidensByADeny() {
        eachPolicy((naive, actions) -> {
            List<Line> more = new ArrayList<>(naive.lines());
            if (more.isEmpty()) {
                return;
            }
            Line model = make.oneOf(more);
            more.add(new Line(model.place(), "deny", 99, model.pattern(), null));
            noWider(naive, with(naive, more), actions);
        });
    }

    @Test
    void neverWidensByOneAllowLess() {
        eachPolicy((naive, actions) -> {
            List<Line> less = new ArrayList<>(naive.lines());
            less.stream().filter(l -> l.list().equals("allow")).findAny().ifPresent(less::remove);
            noWider(naive, with(naive, less), actions);
        });
    }

    @Test
    void isUntouchedByAnotherAgentsRules() {
        eachPolicy((naive, actions) -> {
            List<Line> more = new ArrayList<>(naive.lines());
            Place s = new Place("agents.z", "s");
            Place t = new Place("agents.z", "t");
            more.add(new Line(s, "allow", 0, "*", null));
            more.add(new Line(t, "deny", 0, "*", null));
            List<String> agents = new ArrayList<>(naive.agents());
            agents.add("z");
            List<Place> places = new ArrayList<>(naive.places());
            places.addAll(List.of(s, t));
            CompiledPolicy before = compile(naive, PolicyText.catalogue(actions));
            CompiledPolicy after =
                    compile(new NaivePolicy(agents, places, naive.extended(), more), PolicyText.catalogue(actions));

            eachRequest(
                    naive,
                    actions,
                    request -> assertThat(answer(after.rule(request.agent, request.service, request.action)))
                            .isEqualTo(answer(before.rule(request.agent, request.service, request.action))));
        });
    }

    private void noWider(NaivePolicy wide, NaivePolicy narrow, Map<String, List<String>> actions) {
        CompiledPolicy before = compile(wide, PolicyText.catalogue(actions));
        CompiledPolicy after = compile(narrow, PolicyText.catalogue(actions));
        eachRequest(
                wide,
                actions,
                request -> assertThat(width(after.rule(request.agent, request.service, request.action)))
                        .as("seed %d, %s", SEED, request)
                        .isLessThanOrEqualTo(width(before.rule(request.agent, request.service, request.action))));
    }

    private record Request(String agent, String service, String action) {}

    private interface PolicyTrial {
        void run(NaivePolicy policy, Map<String, List<String>> actions);
    }

    private interface RequestTrial {
        void run(Request request);
    }

    private void eachPolicy(PolicyTrial trial) {
        for (int i = 0; i < POLICIES / 4; i++) {
            trial.run(make.policy(), make.actions());
        }
    }

    private void eachRequest(NaivePolicy policy, Map<String, List<String>> actions, RequestTrial trial) {
        for (int i = 0; i < REQUESTS / 4; i++) {
            trial.run(request(policy, actions));
        }
    }

    /** Half of the requests name an action of the catalogue, most an agent and service of the policy. */
    private Request request(NaivePolicy policy, Map<String, List<String>> actions) {
        String agent = random.nextInt(10) == 0 ? make.oneOf(RandomPolicies.AGENTS) : make.oneOf(policy.agents());
        String service = random.nextInt(10) == 0 ? "xs" : make.oneOf(RandomPolicies.SERVICES);
        List<String> known = actions.getOrDefault(service, List.of());
        String action = known.isEmpty() || random.nextBoolean()
                ? make.action()
                : make.oneOf(known).replace("!", "");
        return new Request(agent, service, action);
    }

    /** Compiled with all, some or none of its rulings worked out ahead. */
    private CompiledPolicy compile(NaivePolicy policy, ActionCatalogue catalogue) {
        RulingTable.Bounds bounds = make.oneOf(List.of(
                PolicyCompiler.NORMAL,
                new RulingTable.Bounds(8, 1_000),
                new RulingTable.Bounds(1_000, 20),
                new RulingTable.Bounds(0, 0)));
        return new PolicyCompiler(PolicyText.loaded(RandomPolicies.yaml(policy)), catalogue, bounds).compile();
    }

    private static NaivePolicy with(NaivePolicy policy, List<Line> lines) {
        return new NaivePolicy(policy.agents(), policy.places(), policy.extended(), lines);
    }

    private static Answer answer(Ruling ruling) {
        return new Answer(
                ruling.kind().name(), ruling.rules().stream().map(Rule::path).toList(), needed(ruling.approval()));
    }

    private static Needed needed(ApprovalTerms terms) {
        if (terms == null) {
            return null;
        }
        Set<String> seats = new TreeSet<>();
        terms.requirements().forEach(r -> seats.add(r.quorum() + " of " + r.groups()));
        return new Needed(
                seats, (int) terms.expiresIn().toMinutes(), terms.assurance() == Assurance.SSO, terms.grantable());
    }

    private static List<String> patterns(Ruling ruling) {
        return ruling.rules().stream().map(Rule::pattern).sorted().toList();
    }

    /** 2 may act, 1 may act when a person agrees, 0 may not. */
    private static int width(Ruling ruling) {
        return switch (ruling.kind()) {
            case ALLOWED -> 2;
            case APPROVAL -> 1;
            case UNKNOWN_AGENT, UNKNOWN_SERVICE, DENIED, NO_RULE -> 0;
        };
    }
}
