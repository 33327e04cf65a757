// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.policy.Bearing;
import dev.seks.broker.policy.CompiledPolicy;
import dev.seks.broker.policy.Fact;
import dev.seks.broker.policy.Policy;
import dev.seks.broker.policy.Rule;
import dev.seks.broker.policy.Sample;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.record.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What another policy would decide otherwise, for every agent and action of both, and what else it says otherwise. A
 * denial for another reason, or by another rule, is the same decision.
 *
 * @param changes wider ones first
 * @param isWhole whether all actions were compared, and not so many alone
 */
public record Comparison(List<Change> changes, List<Setting> settings, boolean isWhole) {
    public Comparison {
        changes = List.copyOf(changes);
        settings = List.copyOf(settings);
    }

    /**
     * One of the two policies.
     *
     * @param catalogue empty where there is none: then every action is taken to exist
     * @param operators the people of the reserved group {@code operators}
     */
    public record Side(
            Policy policy, CompiledPolicy rules, Optional<ActionCatalogue> catalogue, List<String> operators) {}

    /**
     * What a policy does with an action.
     *
     * @param reason that of the decision; of one that depends on conditions, the one where all hold that permit
     * @param rules those that determine it; none where it depends on conditions
     */
    public record Stance(Bearing bearing, Optional<Reason> reason, List<Rule> rules) {
        public Stance {
            rules = List.copyOf(rules);
        }
    }

    /** Decisions that change in the same way. {@code was} and {@code now} cite the rules of the first of them. */
    public record Change(List<String> agents, String service, List<String> actions, Stance was, Stance now) {
        public Change {
            agents = List.copyOf(agents);
            actions = List.copyOf(actions);
        }

        public int decisions() {
            return agents.size() * actions.size();
        }

        /** More than 0 where more becomes possible, less where less does, 0 where it is another way. */
        public int widening() {
            return now.bearing().kind().compareTo(was.bearing().kind());
        }
    }

    /** Something beside the rules that changes in the same way for these agents, or for none in particular. */
    public record Setting(List<String> agents, String what, Optional<String> was, Optional<String> now) {
        public Setting {
            agents = List.copyOf(agents);
        }
    }

    /** Whether everything was compared and nothing is otherwise. */
    public boolean isEmpty() {
        return isWhole && changes.isEmpty() && settings.isEmpty();
    }

    /** Compares over these actions. */
    public static Comparison of(Side old, Side next, List<Sample> samples) {
        return ofFirst(old, next, samples, samples.size());
    }

    /** Compares over the first {@code most} of these actions. */
    public static Comparison ofFirst(Side old, Side next, List<Sample> samples, int most) {
        boolean isWhole = samples.size() <= most;
        List<Sample> compared = isWhole ? samples : samples.subList(0, most);
        return new Comparison(new Walk(old, next).changes(compared), settings(old.policy, next.policy), isWhole);
    }

    private static List<Setting> settings(Policy old, Policy next) {
        record Key(Optional<String> agent, String what) {}
        record Shift(String what, Optional<String> was, Optional<String> now) {}
        Map<Key, String> before = new LinkedHashMap<>();
        Map<Key, String> after = new LinkedHashMap<>();
        old.facts().forEach(fact -> before.put(new Key(fact.agent(), fact.what()), fact.value()));
        next.facts().forEach((Fact fact) -> after.put(new Key(fact.agent(), fact.what()), fact.value()));
        Set<Key> keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(after.keySet());
        Map<Shift, List<String>> agentsOf = new LinkedHashMap<>();
        for (Key key : keys) {
            Optional<String> was = Optional.ofNullable(before.get(key));
            Optional<String> now = Optional.ofNullable(after.get(key));
            if (!was.equals(now)) {
                List<String> agents =
                        agentsOf.computeIfAbsent(new Shift(key.what, was, now), shift -> new ArrayList<>());
                key.agent.ifPresent(agents::add);
            }
        }
        List<Setting> settings = new ArrayList<>();
        agentsOf.forEach((shift, agents) -> settings.add(new Setting(agents, shift.what, shift.was, shift.now)));
        return settings;
    }

    /** Goes through agents that are ruled alike together. */
    private static final class Walk {
        private final Standpoint old;
        private final Standpoint next;

        Walk(Side old, Side next) {
            this.old = new Standpoint(old);
            this.next = new Standpoint(next);
        }

        private record Kin(int old, int next, Optional<String> oldOwner, Optional<String> nextOwner) {}

        private record Shift(String service, Bearing was, Bearing now) {}

        private record Group(Shift shift, List<String> actions) {}

        List<Change> changes(List<Sample> samples) {
            Map<Group, List<String>> agentsOf = new LinkedHashMap<>();
            Map<Group, Sample> firstOf = new HashMap<>();
            kin().values().forEach(agents -> {
                Map<Shift, List<Sample>> shifts = shifts(agents.get(0), samples);
                shifts.forEach((shift, changed) -> {
                    Group group = new Group(
                            shift, changed.stream().map(Sample::shownAction).toList());
                    agentsOf.computeIfAbsent(group, g -> new ArrayList<>()).addAll(agents);
                    firstOf.putIfAbsent(group, changed.get(0));
                });
            });
            List<Change> changes = new ArrayList<>();
            agentsOf.forEach((group, agents) -> {
                Sample first = firstOf.get(group);
                changes.add(new Change(
                        agents,
                        group.shift.service,
                        group.actions,
                        old.stance(agents.get(0), first),
                        next.stance(agents.get(0), first)));
            });
            changes.sort(Comparator.comparingInt(change -> -change.widening()));
            return changes;
        }

        private Map<Kin, List<String>> kin() {
            Set<String> agents = new LinkedHashSet<>(old.side().policy().agentNames());
            agents.addAll(next.side().policy().agentNames());
            Map<Kin, List<String>> kin = new LinkedHashMap<>();
            for (String agent : agents) {
                Kin like = new Kin(
                        old.side().rules().kin(agent),
                        next.side().rules().kin(agent),
                        old.side().rules().owner(agent),
                        next.side().rules().owner(agent));
                kin.computeIfAbsent(like, k -> new ArrayList<>()).add(agent);
            }
            return kin;
        }

        private Map<Shift, List<Sample>> shifts(String agent, List<Sample> samples) {
            Map<Shift, List<Sample>> shifts = new LinkedHashMap<>();
            for (Sample sample : samples) {
                Bearing was = old.bearing(agent, sample);
                Bearing now = next.bearing(agent, sample);
                if (!was.equals(now)) {
                    shifts.computeIfAbsent(new Shift(sample.shownService(), was, now), s -> new ArrayList<>())
                            .add(sample);
                }
            }
            return shifts;
        }
    }
}
