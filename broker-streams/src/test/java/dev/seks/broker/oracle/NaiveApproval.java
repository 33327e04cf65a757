// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.oracle;

import dev.seks.broker.oracle.Answer.Needed;
import dev.seks.broker.oracle.Answer.Seats;
import dev.seks.broker.oracle.NaivePolicy.Ask;
import dev.seks.broker.oracle.NaivePolicy.Cast;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What all rules that ask for people ask together, and whether there are people enough. */
record NaiveApproval(Cast cast, @Nullable String owner) {
    private static final int USUAL_MINUTES = 15;
    private static final Set<String> GRANTABLE = Set.of("read", "write", "send");

    /** One rule's groups and quorum. */
    private record Need(List<String> groups, int quorum) {}

    Answer answer(List<String> paths, List<Ask> asking, String effect) {
        List<Need> needs = asking.stream().map(this::need).toList();
        SortedMap<String, List<String>> people = new TreeMap<>();
        needs.forEach(need -> need.groups().forEach(group -> people.put(group, members(group))));
        Set<String> requirements = new TreeSet<>();
        int quorum = people.size();
        for (Need need : needs) {
            requirements.add(need.quorum() + " of " + need.groups());
            quorum = Math.max(quorum, need.quorum());
        }
        if (!isEnough(people, needs, quorum)) {
            return new Answer("DENIED", "NO_APPROVER", paths, null);
        }
        Ask defaults = cast.defaults();
        int minutes = Integer.MAX_VALUE;
        boolean sso = false;
        boolean grantable = true;
        for (Ask ask : asking) {
            minutes = Math.min(minutes, said(ask.minutes(), said(defaults.minutes(), USUAL_MINUTES)));
            sso |= said(ask.sso(), said(defaults.sso(), false));
            grantable &= said(ask.grantable(), said(defaults.grantable(), GRANTABLE.contains(effect)));
        }
        Needed needed = new Needed(people, new Seats(requirements, quorum), minutes, sso, grantable);
        return new Answer("PENDING", "APPROVAL_REQUIRED", paths, needed);
    }

    /** A rule's own quorum, else the larger of the default one and one person of each group. */
    private Need need(Ask ask) {
        List<String> groups = said(ask.groups(), said(cast.defaults().groups(), List.of("operators")));
        int usual = Math.max(groups.size(), said(cast.defaults().quorum(), 0));
        return new Need(groups, said(ask.quorum(), usual));
    }

    private static <T> T said(@Nullable T own, T otherwise) {
        return own == null ? otherwise : own;
    }

    /** Nobody approves for an agent of their own. */
    private List<String> members(String group) {
        List<String> all =
                group.equals("operators") ? cast.operators() : cast.groups().get(group);
        return all.stream().filter(person -> !person.equals(owner)).toList();
    }

    private static boolean isEnough(SortedMap<String, List<String>> people, List<Need> needs, int quorum) {
        Set<String> everybody = new HashSet<>();
        people.values().forEach(everybody::addAll);
        boolean enough = everybody.size() >= quorum;
        for (Need need : needs) {
            Set<String> those = new HashSet<>();
            need.groups().forEach(group -> those.addAll(people.get(group)));
            enough &= those.size() >= need.quorum();
        }
        return enough && areSeated(new ArrayList<>(people.values()), Set.of());
    }

    /** Tries everybody on the first seat, and the rest on the rest. */
    private static boolean areSeated(List<List<String>> seats, Set<String> seated) {
        if (seats.isEmpty()) {
            return true;
        }
        for (String person : seats.get(0)) {
            Set<String> more = new HashSet<>(seated);
            if (more.add(person) && areSeated(seats.subList(1, seats.size()), more)) {
                return true;
            }
        }
        return false;
    }
}
