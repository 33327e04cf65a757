// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import static dev.seks.broker.policy.PolicyText.faults;
import static dev.seks.broker.policy.PolicyText.loaded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.signature.AgentKeys;
import dev.seks.schemas.signature.Ed25519PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeopleTest {
    private static final String KEY = "ed25519:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    private static final String FILE = """
            version: 1
            defaults:
              approval: { approvers: maintainers, quorum: 1, expires_in: 20m }
              grants: { max_ttl: 5m, max_uses: 3 }
              execute_within: 90s
            people:
              mika: { name: "Mika Sato", slack: "T024BE7LD/U2147483697", email: mika@acme.example }
              ann: { email: ann@acme.example }
              ola: {}
            groups:
              maintainers: [mika, ann]
              security: [ola]
              nobody: []
            agents:
              a:
                owner: mika
                keys: ["KEY"]
                services:
                  s:
                    require_approval:
                      - plain
                      - { action: "*.both", approvers: [maintainers, security], expires_in: 30m, assurance: sso }
                      - { action: "x.*", approvers: security, quorum: 3, grantable: false }
            """.replace("KEY", KEY);

    @Test
    void readsPeopleGroupsAndDefaults() {
        CompiledPolicy policy = loaded(FILE).compile(ActionCatalogue.empty());

        assertThat(policy.people().get("mika"))
                .isEqualTo(new Person(
                        "mika", "Mika Sato", Optional.of("T024BE7LD/U2147483697"), Optional.of("mika@acme.example")));
        assertThat(policy.people().get("ola").name()).isEqualTo("ola");
        assertThat(policy.members("maintainers")).containsExactly("mika", "ann");
        assertThat(policy.members("operators")).isEmpty();
        assertThat(policy.owner("a")).contains("mika");
        Ed25519PublicKey key = Ed25519PublicKey.parse(KEY).orElseThrow();
        assertThat(policy.signers().publicKey(key.keyId())).contains(new AgentSigners.Owned("a", key));
        assertThat(policy.signers().holds(new AgentKeys.Name("a", 1))).isFalse();
        assertThat(policy.executeWithin()).isEqualTo(Duration.ofSeconds(90));
        assertThat(policy.grantBounds()).isEqualTo(new GrantBounds(Duration.ofMinutes(5), 3));
    }

    @Test
    void unitesWhatAllMatchingRulesAskFor() {
        CompiledPolicy policy = loaded(FILE).compile(ActionCatalogue.empty());
        Requirement maintainers = new Requirement(List.of("maintainers"), 1);
        Requirement both = new Requirement(List.of("maintainers", "security"), 2);
        Requirement security = new Requirement(List.of("security"), 3);

        assertThat(policy.rule("a", "s", "plain").approval())
                .isEqualTo(new ApprovalTerms(List.of(maintainers), Duration.ofMinutes(20), Assurance.CHAT, false));
        assertThat(policy.rule("a", "s", "x.both").approval())
                .isEqualTo(new ApprovalTerms(List.of(both, security), Duration.ofMinutes(20), Assurance.SSO, false));
    }

    @Test
    void tellsWhatIsWrongWithPeopleAndApprovals() {
        assertThat(faults("""
                        version: 1
                        defaults:
                          approval: { approvers: [security, operators], quorum: 1, expires_in: 8d }
                          execute_within: 2 minutes
                          grants: { max_ttl: 2d, max_uses: 0 }
                        people:
                          mika: { name: "", slack: "mika", email: "mika at acme" }
                          ann: { slack: "T024BE7LD/U2147483697", email: Ann@acme.example }
                          ola: { slack: "T024BE7LD/U2147483697", email: ann@acme.example }
                          Ola: {}
                        groups:
                          operators: [ann]
                          security: [ann, olla, ann]
                          "x*": []
                        agents:
                          a: { owner: mikka, keys: ["ed25519:AAAA", "rsa:AAAA"] }
                          b: { keys: ["KEY"], owner: [ann] }
                          c: { keys: ["KEY"] }
                          d:
                            services:
                              s:
                                allow: [{ action: x, quorum: 1 }, { pattern: y }, [z]]
                                require_approval:
                                  - { action: x, approvers: [securty, security, security] }
                                  - { action: x, approvers: [], assurance: high, grantable: "true" }
                                  - { action: x, approvers: [security, operators], quorum: 1 }
                                  - { action: x, quorum: 1 }
                                  - { action: x, expires_in: 1s }
                        """.replace("KEY", KEY)))
                .containsExactly(
                        "p.yaml:3:57: quorum is 1, expected at least 2, one of each of security, operators",
                        "p.yaml:3:72: expires_in is 8d, expected a time such as 15m, from 10s to 7d",
                        "p.yaml:4:19: execute_within is 2 minutes, expected a time such as 15m, from 5s to 1h",
                        "p.yaml:5:22: max_ttl is 2d, expected a time such as 15m, from 10s to 1d",
                        "p.yaml:5:36: max_uses is 0, expected a whole number from 1 to 10000",
                        "p.yaml:7:17: name \"\", expected one line of at most 120 visible characters",
                        "p.yaml:7:28: slack \"mika\", expected a Slack team and user such as T024BE7LD/U2147483697",
                        "p.yaml:7:43: email \"mika at acme\", expected an address such as mika@acme.example, at most"
                                + " 254 characters",
                        "p.yaml:9:17: \"T024BE7LD/U2147483697\" is ann, expected no one else",
                        "p.yaml:9:49: ann@acme.example is ann, expected no one else",
                        "p.yaml:10:3: person Ola, expected a-z, 0-9, _ and -, a letter first, at most 64 characters",
                        "p.yaml:12:3: group operators is reserved, expected another name",
                        "p.yaml:13:19: unknown person olla, did you mean ola, expected one of people",
                        "p.yaml:13:25: person ann twice in group security",
                        "p.yaml:14:3: group \"x*\", expected a-z, 0-9, _ and -, a letter first, at most 64 characters",
                        "p.yaml:16:15: unknown person mikka, did you mean mika, expected one of people",
                        "p.yaml:16:29: key \"ed25519:AAAA\", expected ed25519: and the 32 bytes of a public key in Base64,"
                                + " or hmac-sha256: and the version of a key such as 1",
                        "p.yaml:16:45: key \"rsa:AAAA\", expected ed25519: and the 32 bytes of a public key in Base64,"
                                + " or hmac-sha256: and the version of a key such as 1",
                        "p.yaml:17:79: person is a list, expected text",
                        "p.yaml:18:15: key is a key of agent b already, expected another",
                        "p.yaml:22:30: unknown key quorum in agents.d.services.s.allow[0], expected one of action, during, when",
                        "p.yaml:22:43: agents.d.services.s.allow[1] has no action",
                        "p.yaml:22:45: unknown key pattern in agents.d.services.s.allow[1], expected one of action, during, when",
                        "p.yaml:22:59: rule is a list, expected a pattern or a mapping",
                        "p.yaml:24:38: unknown group securty, did you mean security, expected one of groups, or operators",
                        "p.yaml:24:57: group security twice, each group has one seat",
                        "p.yaml:25:37: approvers has 0 entries, expected at least 1",
                        "p.yaml:25:52: assurance is high, expected one of chat, sso",
                        "p.yaml:25:69: grantable is \"true\", expected true or false",
                        "p.yaml:26:68: quorum is 1, expected at least 2, one of each of security, operators",
                        "p.yaml:27:34: quorum is 1, expected at least 2, one of each of security, operators",
                        "p.yaml:28:38: expires_in is 1s, expected a time such as 15m, from 10s to 7d");
    }

    @Test
    void anAgentMayHaveVersionsOfItsHmacKeyOrNoKey() {
        CompiledPolicy policy = PolicyText.loaded("""
                version: 1
                agents:
                  a: { keys: ["hmac-sha256:2", "hmac-sha256:3"] }
                  b: { keys: ["hmac-sha256:2"] }
                  c: { keys: [] }
                """).compile(ActionCatalogue.empty());

        assertThat(policy.signers().holds(new AgentKeys.Name("a", 1))).isFalse();
        assertThat(policy.signers().holds(new AgentKeys.Name("a", 2))).isTrue();
        assertThat(policy.signers().holds(new AgentKeys.Name("a", 3))).isTrue();
        assertThat(policy.signers().holds(new AgentKeys.Name("b", 3))).isFalse();
        assertThat(policy.signers().holds(new AgentKeys.Name("c", 1))).isFalse();
    }

    @Test
    void aKeyThatProvesNothingIsAFault() {
        assertThat(PolicyText.faults("""
                version: 1
                agents:
                  a: { keys: ["ed25519:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "hmac-sha256:1", "hmac-sha256:1"] }
                """))
                .containsExactly(
                        "p.yaml:3:15: key is no safe point of Ed25519, expected a public key",
                        "p.yaml:3:88: key is a key of agent a already, expected another");
    }
}
