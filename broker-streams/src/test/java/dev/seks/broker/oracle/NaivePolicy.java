// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of a policy said as plainly as possible: lists, loops, no index. It knows nothing of the evaluator and is
 * what the evaluator is held against.
 *
 * @param agents the agents listed by name
 * @param places every service key under every owner, those without rules too; an owner is {@code agents.NAME}, {@code
 *     agents.PATTERN} or {@code roles.NAME}
 * @param extended the roles that an owner extends
 * @param lines all rules, in the order of the file
 */
public record NaivePolicy(
        List<String> agents, List<Place> places, Map<String, List<String>> extended, List<Line> lines, Cast cast) {

    /** A service key under an owner. */
    public record Place(String owner, String service) {}

    /** One rule: where it stands, and what it says. */
    public record Line(Place place, String list, int index, String pattern, Detail detail) {
        public String path() {
            return place.owner() + ".services." + place.service() + "." + list + "[" + index + "]";
        }

        boolean isGuarded() {
            return detail.when() != null || detail.during() != null;
        }
    }

    /** What a rule says beside its pattern. */
    public record Detail(
            Ask ask, @Nullable Condition when, @Nullable Hours during) {
        public static final Detail NONE = new Detail(Ask.PLAIN, null, null);
    }

    /** What an approval rule asks for, or the defaults do; null where it is not said. */
    public record Ask(
            @Nullable List<String> groups,
            @Nullable Integer quorum,
            @Nullable Integer minutes,
            @Nullable Boolean sso,
            @Nullable Boolean grantable) {
        public static final Ask PLAIN = new Ask(null, null, null, null, null);
    }

    /**
     * Who there is.
     *
     * @param operators members of the reserved group, which stand in the bundle
     * @param owners who answers for an agent
     */
    public record Cast(
            Map<String, List<String>> groups, List<String> operators, Map<String, String> owners, Ask defaults) {}

    /** {@code catalogue} has the effect of each action of each service. */
    public Answer answer(Asked asked, Map<String, Map<String, String>> catalogue) {
        if (!agents.contains(asked.agent())) {
            return Answer.denied("UNKNOWN_AGENT");
        }
        List<String> reaching = owners(asked.agent());
        if (places.stream()
                .noneMatch(p -> reaching.contains(p.owner()) && Glob.matches(p.service(), asked.service()))) {
            return Answer.denied("UNKNOWN_SERVICE");
        }
        String effect = catalogue.getOrDefault(asked.service(), Map.of()).get(asked.action());
        List<Line> named = named(reaching, asked, "credential".equals(effect));
        List<Line> plainDenials =
                of("deny", named).stream().filter(line -> !line.isGuarded()).toList();
        if (!plainDenials.isEmpty()) {
            return new Answer("DENIED", "DENIED_BY_RULE", paths(plainDenials), null);
        } else if (named.isEmpty()) {
            return Answer.denied("NO_RULE");
        } else if (effect == null) {
            return Answer.denied("UNKNOWN_ACTION");
        } else if (!asked.params().fit()) {
            return Answer.denied("INVALID_PARAMS");
        }
        return strongest(
                asked,
                effect,
                named.stream().filter(line -> holds(line, asked, effect)).toList());
    }

    /** INVARIANT: deny, then require_approval, then allow, then nothing. */
    private Answer strongest(Asked asked, String effect, List<Line> holding) {
        if (!of("deny", holding).isEmpty()) {
            return new Answer("DENIED", "DENIED_BY_RULE", paths(of("deny", holding)), null);
        }
        List<Line> asking = of("require_approval", holding);
        if (!asking.isEmpty()) {
            NaiveApproval approval = new NaiveApproval(cast, cast.owners().get(asked.agent()));
            return approval.answer(
                    paths(asking),
                    asking.stream().map(line -> line.detail().ask()).toList(),
                    effect);
        }
        List<Line> allowing = of("allow", holding);
        return allowing.isEmpty()
                ? Answer.denied("NO_RULE")
                : new Answer("APPROVED", "ALLOWED_BY_RULE", paths(allowing), null);
    }

    /** Lines that match by name; a credential action takes its exact name, except to be denied. */
    private List<Line> named(List<String> reaching, Asked asked, boolean isCredential) {
        List<Line> named = new ArrayList<>();
        for (Line line : lines) {
            boolean isWild =
                    line.pattern().contains("*") || line.place().service().contains("*");
            if (reaching.contains(line.place().owner())
                    && Glob.matches(line.place().service(), asked.service())
                    && Glob.matches(line.pattern(), asked.action())
                    && (!isCredential || !isWild || line.list().equals("deny"))) {
                named.add(line);
            }
        }
        return named;
    }

    /** Whether hours and condition hold; a condition that fails holds, unless it would allow. */
    private static boolean holds(Line line, Asked asked, String effect) {
        Hours during = line.detail().during();
        if (during != null && !during.contain(asked.at())) {
            return false;
        }
        Condition when = line.detail().when();
        try {
            return when == null || when.holds(asked, effect);
        } catch (ArithmeticException e) {
            return !line.list().equals("allow");
        }
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
            if (place.owner().startsWith("agents.") && name.contains("*") && Glob.matches(name, agent)) {
                owners.add(place.owner());
            }
        }
        return owners;
    }

    private static List<Line> of(String list, List<Line> lines) {
        return lines.stream().filter(line -> line.list().equals(list)).toList();
    }

    private static List<String> paths(List<Line> lines) {
        return lines.stream().map(Line::path).toList();
    }
}
