// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.yaml.SourceFile;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is not wrong but most likely not meant. */
final class FindingsTest {
    private static final ActionCatalogue CATALOGUE = catalogue();

    @Test
    void findsRulesThatOthersWithoutConditionsAlwaysOutrank() {
        assertThat(found("allow: [r.get, r.put]", "deny: [\"*.put\"]"))
                .containsExactly("5:22: \"r.put\" decides nothing: what it reaches is always denied, by"
                        + " agents.a.services.s.deny[0] in line 6");
        assertThat(found("require_approval: [r.put]", "deny: [r.put]")).hasSize(1);
        assertThat(found("deny: [{ action: r.put, when: reason_given }, r.put]", ""))
                .containsExactly("5:14: \"r.put\" decides nothing: what it reaches is always denied, by"
                        + " agents.a.services.s.deny[1] in line 5");
        assertThat(found("allow: [r.put]", "require_approval: [r.put]"))
                .containsExactly("5:15: \"r.put\" decides nothing: what it reaches always needs approval, by"
                        + " agents.a.services.s.require_approval[0] in line 6");
    }

    @Test
    void findsNothingWhereARuleDecidesSomewhere() {
        assertThat(found("allow: [\"r.*\"]", "deny: [r.put, r.delete, r.pay, \"r.rule*\"]"))
                .isEmpty();
        assertThat(found("allow: [r.put]", "deny: [{ action: r.put, when: reason_given }]"))
                .isEmpty();
        assertThat(found("allow: [r.put]", "require_approval: [{ action: r.put, during: { days: [mon], zone: UTC } }]"))
                .isEmpty();
        assertThat(warnings("""
                        version: 1
                        roles: { r: { services: { s: { allow: [r.put] } } } }
                        agents:
                          a: { extends: [r], services: { s: { deny: [r.put] } } }
                          b: { extends: [r] }
                        """)).isEmpty();
    }

    @Test
    void findsEscalationsThatAskNobodyElseOrNeverCome() {
        String policy = """
                version: 1
                people: { ann: {}, lea: {} }
                groups: { desk: [ann], leads: [lea], none: [], same: [ann] }
                defaults: { approval: { approvers: desk, escalate: { after: 10m, to: leads } } }
                agents:
                  a:
                    owner: lea
                    services: { s: { require_approval: [r.put] } }
                  b:
                    services:
                      s:
                        require_approval:
                          - r.put
                          - { action: r.get, expires_in: 5m }
                          - { action: r.pay, escalate: { after: 1m, to: [none, same] } }
                          - { action: r.rule, approvers: leads }
                """;
        assertThat(alone(policy))
                .containsExactly(
                        "8:41: escalate asks nobody else: everybody of leads is asked from the first, or is lea, who owns"
                                + " the agent",
                        "14:42: it expires after 5m, so defaults.approval.escalate never comes, which is after 10m",
                        "15:13: escalate asks nobody else: everybody of none, same is asked from the first");
    }

    @Test
    void findsWildcardsThatAllowSomethingDangerousBesideWhatIsNot() {
        assertThat(found("allow: [\"r.*\"]", ""))
                .containsExactly("5:15: \"r.*\" allows more than its other actions suggest: r.delete (delete), r.pay"
                        + " (money), r.rule (admin) and 1 more; deny these, require approval for them, or allow them"
                        + " by name");
        assertThat(found("allow: [\"*.delete\"]", "")).isEmpty();
        assertThat(found("allow: [r.get, r.delete]", "")).isEmpty();
        assertThat(found("allow: [\"r.*\"]", "deny: [r.delete, r.pay, \"r.rule*\"]"))
                .isEmpty();
        assertThat(found("allow: [\"r.*\"]", "require_approval: [r.delete, r.pay, \"r.rule*\"]"))
                .isEmpty();
        assertThat(found("allow: [{ action: \"r.*\", when: 'effect == \"read\"' }]", ""))
                .isEmpty();
        assertThat(found("allow: [\"r.*\"]", "require_approval: [{ action: \"*\", when: 'effect != \"read\"' }]"))
                .isEmpty();
        assertThat(found("deny: [\"r.*\"]", "")).isEmpty();
    }

    @Test
    void holdsPatternsOfAgentsAndServicesAgainstTheCatalogueToo() {
        assertThat(warnings("""
                        version: 1
                        agents:
                          a: {}
                          "a*": { services: { "s*": { allow: [r.gett] }, "x*": { allow: [r.get] } } }
                        """))
                .containsExactly(
                        "4:39: \"r.gett\" reaches no action of s*, did you mean r.get",
                        "4:66: \"r.get\" reaches no action, the catalogue has no service x*");
    }

    @Test
    void findsWhatStandsTwiceAndWhatNothingUses() {
        assertThat(alone("""
                        version: 1
                        people: { mika: {}, ann: {}, ola: {} }
                        groups: { crew: [mika], idle: [ola] }
                        roles: { used: { extends: [deep] }, deep: {}, idle: {} }
                        agents:
                          a: { owner: mika, extends: [used], services: { s: { allow: [r.get, r.put, r.get] } } }
                          b:
                            services:
                              s:
                                require_approval:
                                  - { action: r.get, approvers: crew }
                                  - { action: r.get, approvers: crew, quorum: 2 }
                                  - { action: r.get, approvers: crew }
                            rate_limits: { requests_per_minute: 60 }
                          "z*": {}
                        rate_limits: { per_agent: { requests_per_minute: 30 } }
                        """))
                .containsExactly(
                        "2:21: person ann is in no group and owns no agent",
                        "3:25: group idle approves nothing",
                        "4:47: role idle is extended by no agent",
                        "6:77: \"r.get\" stands in this list already, in line 6",
                        "13:13: \"r.get\" stands in this list already, in line 11",
                        "14:41: agents.b.rate_limits.requests_per_minute is 60, but"
                                + " rate_limits.per_agent.requests_per_minute of 30 holds too",
                        "15:3: \"z*\" matches no agent that is listed by name");
    }

    @Test
    void speaksOfBudgetsInDollars() {
        assertThat(alone("""
                        version: 1
                        agents: { b: { budgets: { usd_per_day: 12.50 } } }
                        budgets: { per_agent: { usd_per_day: 5 } }
                        """))
                .containsExactly("2:40: agents.b.budgets.usd_per_day is 12.5, but budgets.per_agent.usd_per_day of 5"
                        + " holds too");
    }

    @Test
    void saysThatOperatorsApprove() {
        assertThat(alone(policy("require_approval: [r.put]", "")))
                .containsExactly("5:1: the group operators approves this, and who is in it stands in no file: push"
                        + " --operator PERSON names people, seks dev takes the one who runs it");
    }

    @Test
    void looksForNothingInAPolicyThatWouldTakeTooLong() {
        String agents = IntStream.range(0, 3_000)
                .mapToObj(n -> "  a" + n + ": { services: { s: { allow: [\"r.*\", "
                        + Stream.generate(() -> "\"*r*.*" + n + "*\"").limit(20).collect(Collectors.joining(", "))
                        + "] } } }\n")
                .collect(Collectors.joining());
        String many = IntStream.range(0, 200)
                .mapToObj(n -> "  m.a" + n + ": { summary: s, effect: read, http: GET /m }\n")
                .collect(Collectors.joining());

        List<Finding> findings =
                load("version: 1\nagents:\n" + agents).compile(catalogue(many)).findings();

        assertThat(findings).noneMatch(finding -> finding.at().message().contains("allows more"));
    }

    private static List<String> found(String first, String second) {
        return warnings(policy(first, second));
    }

    private static String policy(String first, String second) {
        return "version: 1\nagents:\n  a:\n    services: { s: {\n      " + first + (second.isEmpty() ? "" : ",")
                + "\n      " + second + " } }\n";
    }

    private static List<String> warnings(String text) {
        return load(text).compile(CATALOGUE).findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.WARNING)
                .map(FindingsTest::told)
                .toList();
    }

    private static List<String> alone(String text) {
        return load(text).findings().stream().map(FindingsTest::told).toList();
    }

    private static String told(Finding finding) {
        return finding.at().line() + ":" + finding.at().column() + ": "
                + finding.at().message();
    }

    private static Policy load(String text) {
        Policy.Result result = Policy.load(new SourceFile("p.yaml", text));
        assertThat(result).isInstanceOf(Policy.Loaded.class);
        return ((Policy.Loaded) result).policy();
    }

    private static ActionCatalogue catalogue() {
        return catalogue("");
    }

    private static ActionCatalogue catalogue(String more) {
        String actions = Stream.of(
                        "get read",
                        "put write",
                        "delete delete",
                        "pay money",
                        "rule admin",
                        "rules admin",
                        "key credential")
                .map(pair -> pair.split(" "))
                .map(pair ->
                        "  r." + pair[0] + ": { summary: s, effect: " + pair[1] + ", http: GET /" + pair[0] + " }\n")
                .collect(Collectors.joining());
        return ((ActionCatalogue.Loaded) ActionCatalogue.load(List.of(new SourceFile(
                        "s.yaml", "service: s\nbase_url: https://x.example\nactions:\n" + actions + more))))
                .catalogue();
    }
}
