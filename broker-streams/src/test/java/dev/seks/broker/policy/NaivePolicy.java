// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of a policy said as plainly as possible: lists, loops, no index. It knows nothing of the evaluator and is
 * what the evaluator is held against.
 *
 * @param places every service key under every owner, those without rules too; an owner is {@code agents.NAME}, {@code
 *     agents.PATTERN} or {@code roles.NAME}
 * @param extended the roles that an owner extends
 */
record NaivePolicy(List<String> agents, List<Place> places, Map<String, List<String>> extended, List<Line> lines) {

    /** A service key under an owner. */
    record Place(String owner, String service) {}

    /** One rule: where it stands, and what it says. */
    record Line(
            Place place,
            String list,
            int index,
            String pattern,
            @Nullable Ask ask) {
        String path() {
            return place.owner() + ".services." + place.service() + "." + list + "[" + index + "]";
        }
    }

    /** What an approval rule asks for; {@code grantable} is null where it is not said. */
    record Ask(
            List<String> groups,
            int quorum,
            int minutes,
            boolean sso,
            @Nullable Boolean grantable) {}

    /** What people must do, over all rules that ask. */
    record Needed(Set<String> seats, int minutes, boolean sso, boolean grantable) {}

    /** The answer: a word, and the paths of the rules that led to it, and what people must do. */
    record Answer(String word, List<String> paths, @Nullable Needed needed) {}

    Answer answer(String agent, String service, String action, Map<String, List<String>> catalogue) {
        if (!agents.contains(agent)) {
            return new Answer("UNKNOWN_AGENT", List.of(), null);
        }
        List<String> owners = owners(agent);
        if (places.stream().noneMatch(p -> owners.contains(p.owner()) && glob(p.service(), service))) {
            return new Answer("UNKNOWN_SERVICE", List.of(), null);
        }
        List<Line> reaching = lines.stream()
                .filter(line -> owners.contains(line.place().owner()))
                .filter(line -> glob(line.place().service(), service) && glob(line.pattern(), action))
                .toList();
        boolean isCredential = catalogue.getOrDefault(service, List.of()).contains("!" + action);
        List<Line> deny = of("deny", reaching, false);
        List<Line> ask = of("require_approval", reaching, isCredential);
        List<Line> allow = of("allow", reaching, isCredential);
        if (!deny.isEmpty()) {
            return new Answer("DENIED", paths(deny), null);
        } else if (!ask.isEmpty()) {
            boolean isWrite = catalogue.getOrDefault(service, List.of()).contains(action);
            return new Answer("APPROVAL", paths(ask), needed(ask, isWrite));
        } else if (!allow.isEmpty()) {
            return new Answer("ALLOWED", paths(allow), null);
        }
        return new Answer("NO_RULE", List.of(), null);
    }

    /** The agent itself, patterns that match it, and every role that one extends, or that such a role extends. */
    private List<String> owners(String agent) {
        List<String> owners = new ArrayList<>(List.of("agents." + agent));
        for (int i = 0; i < owners.size(); i++) {
            for (String role : extended.getOrDefault(owners.get(i), List.of())) {
                if (!owners.contains("roles." + role)) {
                    owners.add("roles." + role);
                }
            }
        }
        for (Place place : places) {
            String name = place.owner().substring(place.owner().indexOf('.') + 1);
            if (place.owner().startsWith("agents.") && name.contains("*") && glob(name, agent)) {
                owners.add(place.owner());
            }
        }
        return owners;
    }

    private static List<Line> of(String list, List<Line> lines, boolean onlyByName) {
        return lines.stream()
                .filter(line -> line.list().equals(list))
                .filter(line -> !onlyByName
                        || !line.pattern().contains("*")
                                && !line.place().service().contains("*"))
                .toList();
    }

    private static Needed needed(List<Line> asking, boolean grantableUnlessSaid) {
        Set<String> seats = new TreeSet<>();
        int minutes = Integer.MAX_VALUE;
        boolean sso = false;
        boolean grantable = true;
        for (Line line : asking) {
            Ask ask = line.ask();
            seats.add(ask.quorum() + " of " + ask.groups());
            minutes = Math.min(minutes, ask.minutes());
            sso = sso || ask.sso();
            grantable = grantable && (ask.grantable() == null ? grantableUnlessSaid : ask.grantable());
        }
        return new Needed(seats, minutes, sso, grantable);
    }

    private static List<String> paths(List<Line> lines) {
        return lines.stream().map(Line::path).toList();
    }

    /** A star is nothing, or any character and then the star again. */
    static boolean glob(String pattern, String text) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        if (pattern.charAt(0) == '*') {
            return glob(pattern.substring(1), text) || (!text.isEmpty() && glob(pattern, text.substring(1)));
        }
        return !text.isEmpty() && pattern.charAt(0) == text.charAt(0) && glob(pattern.substring(1), text.substring(1));
    }
}
