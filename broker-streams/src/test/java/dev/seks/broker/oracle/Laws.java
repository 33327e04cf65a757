// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.oracle;

import dev.seks.broker.oracle.NaivePolicy.Ask;
import dev.seks.broker.oracle.NaivePolicy.Cast;
import dev.seks.broker.oracle.NaivePolicy.Detail;
import dev.seks.broker.oracle.NaivePolicy.Line;
import dev.seks.broker.oracle.NaivePolicy.Place;
import dev.seks.broker.oracle.World.Judge;
import dev.seks.broker.oracle.World.Reader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Laws that hold between the answers in two worlds that differ in one thing, whatever the language means else. */
public final class Laws {
    private static final Condition LESS =
            new Condition("params.n < 4", (asked, effect) -> asked.params().n() < 4);

    private final Trials trials;
    private final Reader reader;

    public Laws(Trials trials, Reader reader) {
        this.trials = trials;
        this.reader = reader;
    }

    /** What must hold between the answers before and after. */
    private interface Law {
        boolean holds(Answer before, Answer after);
    }

    public void addingADenyNeverWidens() {
        hold(world -> withOneMore(world, "deny"), (before, after) -> after.width() <= before.width());
    }

    public void removingAnAllowNeverWidens() {
        hold(
                world -> {
                    List<Line> less = new ArrayList<>(world.policy().lines());
                    less.stream()
                            .filter(l -> l.list().equals("allow"))
                            .findAny()
                            .ifPresent(less::remove);
                    return world.withLines(less);
                },
                (before, after) -> after.width() <= before.width());
    }

    /** What a rule denied stays denied, and what was not simply approved is not after. */
    public void addingAnApprovalRuleNeverWidensWhatARuleDecided() {
        hold(
                world -> withOneMore(world, "require_approval"),
                (before, after) -> (!before.reason().equals("DENIED_BY_RULE") || after.equals(before))
                        && (after.width() < 2 || before.width() == 2));
    }

    public void orderChangesNothing() {
        trials.eachWorld(world -> {
            World shuffled = shuffled(world);
            Judge before = reader.read(world);
            Judge after = reader.read(shuffled);
            trials.eachRequest(world, asked -> {
                Answer one = before.answer(asked);
                Answer other = after.answer(asked);
                boolean same = one.outcome().equals(other.outcome())
                        && one.reason().equals(other.reason())
                        && world.said(one.rules()).equals(shuffled.said(other.rules()))
                        && sorted(one).equals(sorted(other));
                trials.require(same, () -> asked + "\nbefore " + one + "\nafter " + other, world, shuffled);
            });
        });
    }

    private World shuffled(World world) {
        NaivePolicy policy = world.policy();
        Map<String, List<String>> groups = new LinkedHashMap<>();
        shuffled(List.copyOf(policy.cast().groups().keySet()))
                .forEach(g -> groups.put(g, shuffled(policy.cast().groups().get(g))));
        Map<String, List<String>> extended = new LinkedHashMap<>();
        shuffled(List.copyOf(policy.extended().keySet()))
                .forEach(o -> extended.put(o, shuffled(policy.extended().get(o))));
        Cast cast = new Cast(
                groups,
                shuffled(policy.cast().operators()),
                policy.cast().owners(),
                policy.cast().defaults());
        return world.withCast(cast)
                .withExtended(extended)
                .withAgents(shuffled(policy.agents()))
                .withPlaces(shuffled(policy.places()))
                .withLines(shuffled(policy.lines()));
    }

    private <T> List<T> shuffled(List<T> all) {
        List<T> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, trials.random);
        return shuffled;
    }

    private static String sorted(Answer answer) {
        Answer.Needed needed = answer.needed();
        if (needed == null) {
            return "nobody";
        }
        Map<String, List<String>> people = new LinkedHashMap<>();
        needed.people().forEach((g, p) -> people.put(g, p.stream().sorted().toList()));
        return people + " " + needed.seats() + needed.minutes() + needed.sso() + needed.grantable();
    }

    /** Another agent gets another name, and one more comes in with rules of its own. */
    public void anotherAgentChangesNothing() {
        trials.eachWorld(world -> {
            if (world.policy().agents().size() < 2) {
                return;
            }
            World renamed = withAnotherAgent(world);
            Judge before = reader.read(world);
            Judge after = reader.read(renamed);
            trials.eachRequest(world, asked -> {
                if (!asked.agent().equals("b")) {
                    Answer one = before.answer(asked);
                    Answer other = after.answer(asked);
                    trials.require(
                            one.equals(other), () -> asked + "\nbefore " + one + "\nafter " + other, world, renamed);
                }
            });
        });
    }

    private static World withAnotherAgent(World world) {
        NaivePolicy policy = world.policy();
        UnaryOperator<String> name = owner -> owner.equals("agents.b") ? "agents.z" : owner;
        UnaryOperator<Place> move = place -> new Place(name.apply(place.owner()), place.service());
        List<Place> places = new ArrayList<>(policy.places().stream().map(move).toList());
        places.add(new Place("agents.new", "s"));
        List<Line> lines = new ArrayList<>(policy.lines().stream()
                .map(l -> new Line(move.apply(l.place()), l.list(), l.index(), l.pattern(), l.detail()))
                .toList());
        lines.add(new Line(new Place("agents.new", "s"), "allow", 0, "*", Detail.NONE));
        lines.add(new Line(new Place("agents.new", "s"), "deny", 0, "x*", Detail.NONE));
        Map<String, List<String>> extended = new LinkedHashMap<>();
        policy.extended().forEach((owner, roles) -> extended.put(name.apply(owner), roles));
        return world.withAgents(List.of("a", "z", "new"))
                .withPlaces(places)
                .withExtended(extended)
                .withLines(lines);
    }

    public void narrowingAConditionOfAnAllowNeverWidens() {
        hold(world -> narrowed(world, "allow"), (before, after) -> after.width() <= before.width());
    }

    public void narrowingAConditionOfADenyNeverDeniesMore() {
        hold(world -> narrowed(world, "deny"), (before, after) -> after.width() >= before.width());
    }

    private static World narrowed(World world, String list) {
        return world.eachLine(line -> {
            if (!line.list().equals(list)) {
                return line;
            }
            Condition when = line.detail().when();
            Detail narrower = new Detail(
                    line.detail().ask(),
                    when == null ? LESS : when.and(LESS),
                    line.detail().during());
            return new Line(line.place(), line.list(), line.index(), line.pattern(), narrower);
        });
    }

    /** Rules of an agent that stand in a role instead say the same. */
    public void aRoleSaysWhatItsAgentSaid() {
        trials.eachWorld(world -> {
            World split = split(world);
            Judge before = reader.read(world);
            Judge after = reader.read(split);
            trials.eachRequest(world, asked -> {
                Answer one = before.answer(asked);
                Answer other = after.answer(asked);
                boolean same = one.outcome().equals(other.outcome())
                        && one.reason().equals(other.reason())
                        && sorted(one).equals(sorted(other))
                        && world.said(one.rules()).equals(split.said(other.rules()));
                trials.require(same, () -> asked + "\nbefore " + one + "\nafter " + other, world, split);
            });
        });
    }

    private static World split(World world) {
        NaivePolicy policy = world.policy();
        UnaryOperator<Place> move =
                place -> place.owner().equals("agents.a") ? new Place("roles.own", place.service()) : place;
        List<String> roles = new ArrayList<>(policy.extended().getOrDefault("agents.a", List.of()));
        roles.add("own");
        Map<String, List<String>> extended = new LinkedHashMap<>(policy.extended());
        extended.put("agents.a", roles);
        return world.withExtended(extended)
                .withPlaces(policy.places().stream().map(move).toList())
                .withLines(policy.lines().stream()
                        .map(l -> new Line(move.apply(l.place()), l.list(), l.index(), l.pattern(), l.detail()))
                        .toList());
    }

    /** Each rule that says a quorum says one more. */
    public void raisingAQuorumNeverNeedsLess() {
        hold(
                world -> world.eachLine(line -> {
                    Ask ask = line.detail().ask();
                    Integer quorum = ask.quorum();
                    Ask more = new Ask(
                            ask.groups(),
                            quorum == null ? null : quorum + 1,
                            ask.minutes(),
                            ask.sso(),
                            ask.grantable());
                    Detail detail =
                            new Detail(more, line.detail().when(), line.detail().during());
                    return new Line(line.place(), line.list(), line.index(), line.pattern(), detail);
                }),
                (before, after) -> after.width() <= before.width() && needsNoLess(before.needed(), after.needed()));
    }

    private static boolean needsNoLess(Answer.@Nullable Needed before, Answer.@Nullable Needed after) {
        return before == null
                || after == null
                || after.seats().quorum() >= before.seats().quorum()
                        && after.people().keySet().containsAll(before.people().keySet());
    }

    /** Whoever leaves a group does not make its approval possible, nor anything that needs it free. */
    public void takingPeopleAwayNeverWidens() {
        hold(
                world -> {
                    Cast cast = world.policy().cast();
                    Map<String, List<String>> fewer = new HashMap<>();
                    cast.groups().forEach((group, people) -> fewer.put(group, people.subList(0, people.size() / 2)));
                    return world.withCast(new Cast(fewer, cast.operators(), cast.owners(), cast.defaults()));
                },
                (before, after) -> after.width() <= before.width());
    }

    private World withOneMore(World world, String list) {
        List<Line> more = new ArrayList<>(world.policy().lines());
        if (!world.policy().places().isEmpty()) {
            Place place = trials.make.oneOf(world.policy().places());
            Line random = trials.make.line(place, list, 0, world.policy().cast().defaults());
            boolean known = more.isEmpty() || trials.make.in(2);
            String pattern = known ? random.pattern() : trials.make.oneOf(more).pattern();
            more.add(new Line(place, list, 0, pattern, random.detail()));
        }
        return world.withLines(more);
    }

    private void hold(UnaryOperator<World> change, Law law) {
        trials.eachWorld(world -> {
            World changed = change.apply(world);
            Judge before = reader.read(world);
            Judge after = reader.read(changed);
            trials.eachRequest(world, asked -> {
                Answer one = before.answer(asked);
                Answer other = after.answer(asked);
                trials.require(
                        law.holds(one, other), () -> asked + "\nbefore " + one + "\nafter " + other, world, changed);
            });
        });
    }
}
