// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.broker.oracle.NaiveEscalation;
import dev.seks.broker.oracle.NaiveEscalation.Fault;
import dev.seks.broker.oracle.NaiveEscalation.Rule;
import dev.seks.broker.oracle.NaiveEscalation.Side;
import dev.seks.schemas.record.ApproverGroup;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.VerdictChoice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The state machine and the naive model of approvals that ask more people later, over the same random histories. */
class EscalationHistoriesTest {
    private static final long SEED = Long.getLong("seks.seed", 20_261_129L);
    private static final int HISTORIES = 300;
    private static final int EVENTS = 60;
    private static final List<String> PEOPLE = List.of("ann", "bob", "cid", "dee", "eve");
    private static final List<String> GROUPS = List.of("red", "blue", "green");

    @Test
    void theStateMachineAgreesWithTheNaiveModel() {
        int escalated = 0;
        for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
            escalated += new History(seed, Fault.NONE).play();
        }

        System.out.println("seed " + SEED + ", " + escalated + " requests were brought before more people");
        assertThat(escalated).isGreaterThan(HISTORIES);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aPlantedFaultIsFound(Fault fault) {
        assertThatThrownBy(() -> {
                    for (long seed = SEED; seed < SEED + 2 * HISTORIES; seed++) {
                        new History(seed, fault).play();
                    }
                })
                .as(fault.name())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed ");
    }

    private static final class History {
        private final long seed;
        private final Random random;
        private final Story story = new Story();
        private final NaiveEscalation naive;
        private final List<Decision> waiting = new ArrayList<>();
        private Side last;
        private int version;
        private int escalated;
        private Map<String, String> expected = Map.of();

        History(long seed, Fault fault) {
            this.seed = seed;
            this.random = new Random(seed);
            this.last = side();
            this.naive = new NaiveEscalation(last, fault);
            activate(last);
        }

        int play() {
            for (int event = 0; event < EVENTS; event++) {
                story.after(Duration.ofMinutes(random.nextInt(4)));
                int before = story.decisions.size();
                String told = told();
                Map<String, String> real = new LinkedHashMap<>();
                for (Decision decision : story.decisions.subList(before, story.decisions.size())) {
                    real.put(decision.getRequestId(), outcome(decision));
                    waiting.removeIf(open -> open.getRequestId().equals(decision.getRequestId()));
                    if (decision.getOutcome() == Outcome.PENDING) {
                        waiting.add(decision);
                    }
                }
                if (story.lastEntry().getEscalated() != null) {
                    escalated += story.lastEntry().getEscalated().size();
                }
                if (told.startsWith("policy")) {
                    // what goes on waiting is published where something has changed: the model says nothing of that
                    real.forEach((id, outcome) -> assertThat(outcome.startsWith("PENDING") ? expected.get(id) : outcome)
                            .as("seed %d, event %d: %s", seed, event(), told)
                            .isEqualTo(outcome));
                    real.values().removeIf(outcome -> outcome.startsWith("PENDING"));
                    expected.values().removeIf(outcome -> outcome.startsWith("PENDING"));
                }
                assertThat(real).as("seed %d, event %d: %s", seed, event, told).isEqualTo(expected);
            }
            return escalated;
        }

        private long event() {
            return story.lastEntry().getSeq();
        }

        private String told() {
            int drawn = random.nextInt(10);
            if (drawn == 0) {
                last = random.nextInt(3) == 0 ? side() : changed(last);
                activate(last);
                expect(() -> naive.policy(last));
                return "policy " + last;
            } else if (drawn <= 3 && waiting.size() < 4) {
                Decision asked = story.ask("github", "repos.create", "{\"name\":\"site\"}");
                expect(() -> naive.request(asked.getRequestId()));
                return "request";
            } else if (drawn <= 6 && !waiting.isEmpty()) {
                Decision about = waiting.get(random.nextInt(waiting.size()));
                String person = PEOPLE.get(random.nextInt(PEOPLE.size()));
                boolean approves = random.nextInt(12) != 0;
                story.say(about, person, approves ? VerdictChoice.APPROVE : VerdictChoice.DENY);
                expect(() -> naive.verdict(about.getRequestId(), person, approves));
                return person + " says " + approves + " of " + about.getRequestId();
            }
            story.tick();
            expect(naive::tick);
            return "tick";
        }

        private void expect(Runnable event) {
            expected = naive.at(story.now().toEpochMilli(), event);
        }

        private static String outcome(Decision decision) {
            if (decision.getOutcome() != Outcome.PENDING) {
                return decision.getReason().name();
            }
            TreeSet<String> people = new TreeSet<>();
            for (ApproverGroup group : decision.getApproval().getApprovers()) {
                people.addAll(group.getPeople());
            }
            return "PENDING " + decision.getApproval().getQuorum() + " " + people;
        }

        private Side side() {
            Map<String, List<String>> groups = new LinkedHashMap<>();
            for (String group : GROUPS) {
                groups.put(
                        group,
                        PEOPLE.stream().filter(person -> random.nextInt(5) < 3).toList());
            }
            List<Rule> rules = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(3); i++) {
                rules.add(rule());
            }
            return new Side(rules, groups, random.nextInt(3) == 0 ? PEOPLE.get(random.nextInt(PEOPLE.size())) : null);
        }

        /** The same with one rule otherwise, or with other people. */
        private Side changed(Side side) {
            Side drawn = side();
            if (random.nextInt(3) == 0) {
                return new Side(side.rules(), drawn.groups(), drawn.owner());
            }
            List<Rule> rules = new ArrayList<>(side.rules());
            int at = random.nextInt(rules.size());
            Rule one = rules.get(at);
            Rule other = rule();
            List<String> to = other.to().stream()
                    .filter(group -> !one.groups().contains(group))
                    .toList();
            rules.set(at, new Rule(one.groups(), one.quorum(), to.isEmpty() ? 0 : other.afterMs(), to));
            return new Side(rules, side.groups(), side.owner());
        }

        private Rule rule() {
            List<String> groups =
                    random.nextInt(3) == 0 ? List.of("red", "blue") : List.of(GROUPS.get(random.nextInt(3)));
            List<String> to = GROUPS.stream()
                    .filter(group -> !groups.contains(group) && random.nextInt(3) > 0)
                    .toList();
            long afterMs = to.isEmpty() ? 0 : 60_000L * (2 + random.nextInt(8));
            return new Rule(groups, groups.size() + random.nextInt(2), afterMs, to);
        }

        private void activate(Side side) {
            StringBuilder text = new StringBuilder("version: 1\npeople: {");
            PEOPLE.forEach(person -> text.append(" ").append(person).append(": {},"));
            text.append(" }\ngroups:\n");
            side.groups().forEach((group, people) -> text.append("  " + group + ": " + people + "\n"));
            text.append("agents:\n  aeonbyte:\n");
            text.append(side.owner() == null ? "" : "    owner: " + side.owner() + "\n");
            text.append("    services:\n      github:\n        require_approval:\n");
            for (Rule rule : side.rules()) {
                text.append("          - { action: repos.create, expires_in: 30m, approvers: " + rule.groups()
                        + ", quorum: " + rule.quorum());
                text.append(
                        rule.afterMs() == 0
                                ? " }\n"
                                : ", escalate: { after: " + rule.afterMs() / 60_000 + "m, to: " + rule.to() + " } }\n");
            }
            story.activate(++version, text.toString(), List.of("ann"));
            assertThat(story.lastEntry().getExplanation())
                    .as("seed %d", seed)
                    .startsWith("policy version " + version + " is in force");
        }
    }
}
