// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.broker.policy.Bearing;
import dev.seks.broker.policy.Policy;
import dev.seks.broker.policy.PolicyTest;
import dev.seks.broker.policy.Sample;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.yaml.SourceFile;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
    private static final List<String> SERVICES = List.of("git", "mail");
    private static final List<String> ACTIONS = List.of("a.get", "a.put", "b.get", "b.put", "key");
    private static final List<String> PATTERNS = List.of("a.get", "a.*", "*.put", "*", "b.put", "key");
    private static final List<String> AGENTS = List.of("ann", "bob", "cat");
    private static final ActionCatalogue CATALOGUE = catalogue();
    private static final List<Sample> SAMPLES = Sample.ofCatalogues(List.of(CATALOGUE));
    private static final int ROUNDS = 400;

    @Test
    void findsExactlyTheDecisionsThatTheEvaluatorAnswersOtherwise() {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("ComparisonTest seed " + seed);
        Random random = new Random(seed);
        int changed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String old = text(random);
            String next = text(random);

            Set<String> told = new TreeSet<>();
            Comparison.of(side(old), side(next), SAMPLES)
                    .changes()
                    .forEach(change -> change.agents()
                            .forEach(agent -> change.actions()
                                    .forEach(action -> told.add(agent + " " + change.service() + " " + action))));

            assertThat(told)
                    .as("seed %d, round %d%n%s%n%s", seed, round, old, next)
                    .isEqualTo(answered(old, next));
            changed += told.size();
        }
        assertThat(changed).isGreaterThan(ROUNDS);
    }

    @Test
    void takesPoliciesThatOnlyLookOtherwiseForTheSame() {
        Comparison comparison = compare(
                agent("allow: [a.get, a.put], deny: [key]"),
                "# moved\n" + agent("deny: [key, key], allow: [a.put, \"a.*\"]"));

        assertThat(comparison.isEmpty()).isTrue();
    }

    @Test
    void comparesConditionsAndHoursAsTheyAreWritten() {
        String guarded = agent("allow: [{ action: a.get, when: \"now > timestamp('2026-01-01T00:00:00Z')\" }, a.put],"
                + " require_approval: [{ action: a.put, during: { from: \"08:00\", to: \"18:00\", zone: UTC } }]");

        assertThat(compare(guarded, "# moved\n" + guarded).isEmpty()).isTrue();
        assertThat(compare(guarded, guarded.replace("2026", "2027")).changes())
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.actions()).containsExactly("a.get");
                    assertThat(change.widening()).isZero();
                    assertThat(change.now().bearing().kind()).isEqualTo(Bearing.Kind.CONDITIONAL);
                });
        assertThat(compare(guarded, guarded.replace("18:00", "19:00")).changes())
                .singleElement()
                .satisfies(change -> assertThat(change.actions()).containsExactly("a.put"));
    }

    @Test
    void seesThatNobodyIsLeftToApprove() {
        String asks = "people: { mika: {} }\ngroups: { crew: [mika] }\n"
                + agent("require_approval: [{ action: a.get, approvers: crew }]");

        Comparison comparison = compare(asks, asks.replace("ann: {", "ann: { owner: mika,"));

        assertThat(comparison.changes()).singleElement().satisfies(change -> {
            assertThat(change.now().reason()).contains(Reason.NO_APPROVER);
            assertThat(change.widening()).isNegative();
        });
        assertThat(comparison.settings())
                .containsExactly(
                        new Comparison.Setting(List.of("ann"), "owner", Optional.empty(), Optional.of("mika")));
    }

    @Test
    void putsAgentsThatChangeAlikeTogetherAndWiderChangesFirst() {
        String old = roles("allow: [a.get], deny: [key]", 50);
        String next = roles("allow: [a.put, b.put]", 50);

        Comparison comparison = compare(old, next);

        assertThat(comparison.changes()).hasSize(2);
        assertThat(comparison.changes().get(0)).satisfies(change -> {
            assertThat(change.actions()).containsExactly("a.put", "b.put");
            assertThat(change.agents()).hasSize(50);
            assertThat(change.decisions()).isEqualTo(100);
        });
        assertThat(comparison.changes().get(1).widening()).isNegative();
    }

    @Test
    void tellsLimitsGroupsAndBoundsThatChange() {
        String old =
                "groups: { crew: [mika] }\npeople: { mika: {} }\nrate_limits: { global: { requests_per_day: 5 } }\n"
                        + agent("allow: [a.get]");
        String next = "groups: { crew: [] }\npeople: { mika: {} }\nbudgets: { per_agent: { usd_per_day: 2.50 } }\n"
                + "defaults: { execute_within: 1m, grants: { max_uses: 3 } }\n" + agent("allow: [a.get]");

        assertThat(compare(old, next).settings())
                .extracting(setting -> setting.what() + " " + setting.was().orElse("-") + " "
                        + setting.now().orElse("-"))
                .containsExactly(
                        "defaults.execute_within 2m 1m",
                        "defaults.grants.max_uses 20 3",
                        "groups.crew mika nobody",
                        "rate_limits.global.requests_per_day 5 -",
                        "budgets.per_agent.usd_per_day - 2.5");
    }

    @Test
    void comparesNamesAndPatternsOfRulesWhereThereIsNoCatalogue() {
        Comparison.Side old = named("version: 1\nagents:\n  ann: { services: { git: { allow: [\"a.*\", x] } } }\n"
                + "  \"*\": { services: { \"*\": { deny: [\"z.*\"] } } }\n");
        Comparison.Side next =
                named("version: 1\nagents:\n  ann: { services: { git: { allow: [\"a.*\", \"z.*\"] } } }\n");

        List<Comparison.Change> changes = Comparison.of(
                        old, next, Sample.ofRules(List.of(old.policy(), next.policy()), 100))
                .changes();

        assertThat(changes)
                .extracting(change -> change.service() + " " + change.actions() + " "
                        + change.now().bearing().kind())
                .containsExactly("git [z.*] APPROVED", "git [x] DENIED");
    }

    private static Set<String> answered(String old, String next) {
        Set<String> changed = new TreeSet<>();
        for (String agent : List.of("ann", "bob", "cat", "zed")) {
            for (Sample sample : SAMPLES) {
                if (!answer(old, agent, sample).equals(answer(next, agent, sample))) {
                    changed.add(agent + " " + sample.service() + " " + sample.action());
                }
            }
        }
        return changed;
    }

    private static String answer(String text, String agent, Sample sample) {
        Comparison.Side side = side(text);
        Rehearsal.Answer answer = new Rehearsal(side.rules(), CATALOGUE, side.operators())
                .ask(
                        new PolicyTest.Question(agent, sample.service(), sample.action(), "{}", ""),
                        PolicyTest.DEFAULT_AT);
        return answer.outcome()
                + answer.approval()
                        .map(approval -> new TreeSet<>(approval.getRequirements().stream()
                                        .map(Object::toString)
                                        .toList())
                                + " " + approval.getExpiresAt() + approval.getAssurance() + approval.getGrantable())
                        .orElse("");
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder("version: 1\npeople: { mika: {}, ola: {} }\n"
                + "groups: { crew: [mika], both: [mika, ola], none: [] }\nagents:\n");
        for (String agent : AGENTS) {
            if (random.nextInt(6) > 0) {
                String owner = random.nextInt(4) == 0 ? "owner: mika, " : "";
                String roles = random.nextBoolean() ? "extends: [r], " : "";
                text.append("  " + agent + ": { " + owner + roles + services(random) + " }\n");
            }
        }
        if (random.nextInt(3) == 0) {
            text.append("  \"*\": { " + services(random) + " }\n");
        }
        text.append("  zed: {}\n");
        return text.append("roles: { r: { " + services(random) + " } }\n").toString();
    }

    private static String services(Random random) {
        String key = random.nextInt(4) == 0 ? "\"*\"" : SERVICES.get(random.nextInt(SERVICES.size()));
        return "services: { " + key + ": { allow: " + list(random, false) + ", deny: "
                + (random.nextInt(3) == 0 ? list(random, false) : "[]") + ", require_approval: " + list(random, true)
                + " } }";
    }

    private static String list(Random random, boolean asks) {
        return IntStream.range(0, random.nextInt(3))
                .mapToObj(n -> {
                    String pattern = '"' + PATTERNS.get(random.nextInt(PATTERNS.size())) + '"';
                    if (!asks || random.nextBoolean()) {
                        return pattern;
                    }
                    String group = List.of("crew", "both", "none").get(random.nextInt(3));
                    return "{ action: " + pattern + ", approvers: " + group + ", expires_in: " + (1 + random.nextInt(2))
                            + "m }";
                })
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static Comparison compare(String old, String next) {
        return Comparison.of(side(old), side(next), SAMPLES);
    }

    private static String agent(String rules) {
        return "version: 1\nagents:\n  ann: { services: { git: { " + rules + " } } }\n";
    }

    private static String roles(String rules, int agents) {
        return "version: 1\nroles: { r: { services: { git: { " + rules + " } } } }\nagents:\n"
                + IntStream.range(0, agents)
                        .mapToObj(n -> "  a" + n + ": { extends: [r] }\n")
                        .collect(Collectors.joining());
    }

    private static Comparison.Side side(String text) {
        Policy policy = policy(text);
        return new Comparison.Side(policy, policy.compile(CATALOGUE), Optional.of(CATALOGUE), List.of("op"));
    }

    private static Comparison.Side named(String text) {
        Policy policy = policy(text);
        return new Comparison.Side(policy, policy.compile(ActionCatalogue.empty()), Optional.empty(), List.of("op"));
    }

    private static Policy policy(String text) {
        Policy.Result result = Policy.load(new SourceFile("p.yaml", text));
        assertThat(result).as(text + result).isInstanceOf(Policy.Loaded.class);
        return ((Policy.Loaded) result).policy();
    }

    private static ActionCatalogue catalogue() {
        List<SourceFile> files = SERVICES.stream()
                .map(service -> new SourceFile(
                        service + ".yaml",
                        "service: " + service + "\nbase_url: https://x.example\nactions:\n"
                                + ACTIONS.stream().map(ComparisonTest::action).collect(Collectors.joining())))
                .toList();
        return ((ActionCatalogue.Loaded) ActionCatalogue.load(files)).catalogue();
    }

    private static String action(String name) {
        String effect = name.equals("key") ? "credential" : name.endsWith("get") ? "read" : "delete";
        return String.format(
                Locale.ROOT, "  %s: { summary: s, effect: %s, http: GET /%s }%n", name, effect, name.replace('.', '/'));
    }
}
