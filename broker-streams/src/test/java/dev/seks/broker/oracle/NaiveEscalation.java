// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Approvals that ask more people later, as the policy guide tells of them: everything is looked at anew at each event, and
 * every seating is tried.
 */
public final class NaiveEscalation {
    private static final long UNTIL_MS = 1_800_000;

    private final Fault fault;
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private final Map<String, String> happened = new LinkedHashMap<>();
    private Side side;
    private long now;

    /** One thing that it does wrong. */
    public enum Fault {
        NONE,
        ASKS_A_MOMENT_LATE,
        ASKS_EARLY,
        NEVER_ASKS,
        NEEDS_FEWER,
        ASKS_ONLY_THE_NEW_ONES,
        FORGETS_WHAT_WAS_SAID,
        ASKS_THE_OWNER,
        OPENS_EVERY_SEAT,
        TAKES_ONE_RULE_FOR_BOTH,
        KEEPS_WHAT_A_POLICY_TOOK_BACK,
        BEGINS_BY_A_NEW_POLICY,
        GIVES_MORE_TIME
    }

    /** {@code afterMs} and {@code to} are of its escalation; 0 and empty where it has none. */
    public record Rule(List<String> groups, int quorum, long afterMs, List<String> to) {}

    /** A policy, all of whose rules match every request. */
    public record Side(
            List<Rule> rules,
            Map<String, List<String>> groups,
            @Nullable String owner) {}

    private record Later(Set<String> to, long atMs, boolean done) {}

    private record Need(
            List<String> groups, int quorum, @Nullable Later later) {
        boolean isLike(Need other) {
            return groups.equals(other.groups) && quorum == other.quorum;
        }

        Need with(@Nullable Later changed) {
            return new Need(groups, quorum, changed);
        }
    }

    private static final class Waiting {
        final String id;
        final long askedMs;
        long untilMs;
        final Set<String> approving = new LinkedHashSet<>();
        List<Need> needs;
        int quorum;

        Waiting(String id, long askedMs, List<Need> needs, int quorum) {
            this.id = id;
            this.askedMs = askedMs;
            this.untilMs = askedMs + UNTIL_MS;
            this.needs = needs;
            this.quorum = quorum;
        }
    }

    public NaiveEscalation(Side first, Fault fault) {
        this.side = first;
        this.fault = fault;
    }

    private boolean is(Fault planted) {
        return fault == planted;
    }

    /** What the next event led to, by request. */
    public Map<String, String> at(long timeMs, Runnable event) {
        now = timeMs;
        happened.clear();
        event.run();
        return new LinkedHashMap<>(happened);
    }

    public void request(String id) {
        List<Need> needs = needs(now);
        int quorum = quorum(needs);
        if (isFilled(needs, quorum, entitled(needs))) {
            waiting.put(id, new Waiting(id, now, needs, quorum));
            happened.put(id, "PENDING " + quorum + " " + entitled(needs));
        } else {
            happened.put(id, "NO_APPROVER");
        }
    }

    public void verdict(String id, String person, boolean isApproval) {
        Waiting one = waiting.get(id);
        if (one == null) {
            return;
        }
        if (now >= one.untilMs) {
            end(one, "APPROVAL_EXPIRED");
        } else if (entitled(one.needs).contains(person) && !(isApproval && one.approving.contains(person))) {
            if (isApproval) {
                one.approving.add(person);
                weigh(one);
            } else {
                end(one, "DENIED_BY_PERSON");
            }
        }
    }

    public void tick() {
        for (Waiting one : List.copyOf(waiting.values())) {
            if (now >= one.untilMs) {
                end(one, "APPROVAL_EXPIRED");
            } else if (one.needs.stream().anyMatch(this::isDue)) {
                one.needs = one.needs.stream()
                        .map(need -> isDue(need)
                                ? need.with(new Later(
                                        need.later().to(), need.later().atMs(), true))
                                : need)
                        .toList();
                if (is(Fault.NEEDS_FEWER)) {
                    one.quorum = 1;
                    one.needs = one.needs.stream()
                            .map(need -> new Need(need.groups().subList(0, 1), 1, need.later()))
                            .toList();
                }
                if (is(Fault.FORGETS_WHAT_WAS_SAID)) {
                    one.approving.clear();
                }
                if (is(Fault.GIVES_MORE_TIME)) {
                    one.untilMs += UNTIL_MS;
                }
                weigh(one);
            }
        }
    }

    private boolean isDue(Need need) {
        Later later = need.later();
        long moved = is(Fault.ASKS_A_MOMENT_LATE) ? -1 : is(Fault.ASKS_EARLY) ? 60_000 : 0;
        return later != null && !later.done() && now + moved >= later.atMs() && !is(Fault.NEVER_ASKS);
    }

    public void policy(Side next) {
        side = next;
        for (Waiting one : List.copyOf(waiting.values())) {
            if (now >= one.untilMs) {
                end(one, "APPROVAL_EXPIRED");
            } else {
                weigh(one);
            }
        }
    }

    private void weigh(Waiting one) {
        List<Need> needs = one.needs;
        for (Need need : needs(one.askedMs)) {
            needs = united(needs, need, true);
        }
        one.needs = needs;
        one.quorum = is(Fault.NEEDS_FEWER) ? one.quorum : Math.max(one.quorum, quorum(needs));
        Set<String> people = entitled(needs);
        Set<String> approving = new LinkedHashSet<>(one.approving);
        approving.retainAll(people);
        if (!isFilled(needs, one.quorum, people)) {
            end(one, "NO_APPROVER");
        } else if (isFilled(needs, one.quorum, approving)) {
            end(one, "APPROVED_BY_PEOPLE");
        } else {
            happened.put(one.id, "PENDING " + one.quorum + " " + people);
        }
    }

    private void end(Waiting one, String how) {
        waiting.remove(one.id);
        happened.put(one.id, how);
    }

    /** What the policy in force asks of a request that was asked then. */
    private List<Need> needs(long askedMs) {
        List<Need> needs = new ArrayList<>();
        for (Rule rule : side.rules()) {
            Set<String> to = new LinkedHashSet<>(rule.to());
            to.removeAll(rule.groups());
            boolean comes = rule.afterMs() > 0 && rule.afterMs() < UNTIL_MS && !to.isEmpty();
            Later later = comes ? new Later(to, askedMs + rule.afterMs(), false) : null;
            needs = united(needs, new Need(rule.groups(), rule.quorum(), later), false);
        }
        return needs;
    }

    private List<Need> united(List<Need> all, Need more, boolean isPolicy) {
        List<Need> united = new ArrayList<>();
        boolean found = false;
        for (Need need : all) {
            found |= need.isLike(more);
            united.add(need.isLike(more) ? need.with(both(need.later(), more.later(), isPolicy)) : need);
        }
        if (!found) {
            united.add(more);
        }
        return united;
    }

    private @Nullable Later both(@Nullable Later one, @Nullable Later other, boolean isPolicy) {
        boolean isLax = isPolicy ? is(Fault.KEEPS_WHAT_A_POLICY_TOOK_BACK) : is(Fault.TAKES_ONE_RULE_FOR_BOTH);
        if (isLax && one != null) {
            return one;
        }
        if ((isPolicy ? is(Fault.BEGINS_BY_A_NEW_POLICY) : isLax) && one == null) {
            return other;
        }
        if (one == null || other == null) {
            return null;
        }
        Set<String> common = new LinkedHashSet<>(one.to());
        common.retainAll(other.to());
        return common.isEmpty()
                ? null
                : new Later(common, one.done() ? one.atMs() : Math.max(one.atMs(), other.atMs()), one.done());
    }

    private static int quorum(List<Need> needs) {
        return Math.max(
                needs.stream().mapToInt(Need::quorum).max().orElse(1),
                seats(needs).size());
    }

    private static Set<String> seats(List<Need> needs) {
        Set<String> seats = new LinkedHashSet<>();
        needs.forEach(need -> seats.addAll(need.groups()));
        return seats;
    }

    private Set<String> members(Iterable<String> groups) {
        Set<String> people = new TreeSet<>();
        groups.forEach(group -> people.addAll(side.groups().getOrDefault(group, List.of())));
        if (side.owner() != null && !is(Fault.ASKS_THE_OWNER)) {
            people.remove(side.owner());
        }
        return people;
    }

    private Set<String> entitled(List<Need> needs) {
        Set<String> later = new LinkedHashSet<>();
        needs.stream()
                .filter(need -> need.later() != null && need.later().done())
                .forEach(need -> later.addAll(need.later().to()));
        Set<String> people =
                is(Fault.ASKS_ONLY_THE_NEW_ONES) && !later.isEmpty() ? new TreeSet<>() : members(seats(needs));
        people.addAll(members(later));
        return people;
    }

    private boolean lets(List<Need> all, Need need, String group, String person) {
        Set<String> groups = new LinkedHashSet<>(List.of(group));
        for (Need opened : is(Fault.OPENS_EVERY_SEAT) ? all : List.of(need)) {
            if (opened.later() != null && opened.later().done()) {
                groups.addAll(opened.later().to());
            }
        }
        return members(groups).contains(person);
    }

    private boolean isFilled(List<Need> needs, int quorum, Set<String> people) {
        for (Need need : needs) {
            long counted = people.stream()
                    .filter(person -> need.groups().stream().anyMatch(group -> lets(needs, need, group, person)))
                    .count();
            if (counted < need.quorum()) {
                return false;
            }
        }
        return people.size() >= quorum && isSeated(needs, List.copyOf(seats(needs)), people);
    }

    private boolean isSeated(List<Need> needs, List<String> seats, Set<String> free) {
        if (seats.isEmpty()) {
            return true;
        }
        String seat = seats.get(0);
        for (String person : free) {
            Set<String> others = new LinkedHashSet<>(free);
            others.remove(person);
            boolean may = needs.stream()
                    .filter(need -> need.groups().contains(seat))
                    .allMatch(need -> lets(needs, need, seat, person));
            if (may && isSeated(needs, seats.subList(1, seats.size()), others)) {
                return true;
            }
        }
        return false;
    }
}
