// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.oracle;

import dev.seks.broker.oracle.Answer.Needed;
import dev.seks.broker.oracle.Answer.Seats;
import dev.seks.broker.oracle.Asked.Params;
import dev.seks.broker.oracle.NaivePolicy.Ask;
import dev.seks.broker.oracle.NaivePolicy.Cast;
import dev.seks.broker.oracle.NaivePolicy.Detail;
import dev.seks.broker.oracle.NaivePolicy.Line;
import dev.seks.broker.oracle.World.Judge;
import dev.seks.broker.oracle.World.Reader;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One way to get the language wrong, planted around a reader that gets it right: the reader is shown another world or
 * another request, or its answer is bent. Nothing in the evaluator knows of it.
 */
public record PlantedFault(String name, UnaryOperator<Reader> plant) {

    /** What a fault makes of a request, given what the reader would say in any world. */
    private interface Bent {
        Answer answer(Reader reader, World world, Asked asked, Answer right);
    }

    public static List<PlantedFault> all() {
        List<PlantedFault> all = new ArrayList<>(order());
        all.addAll(patterns());
        all.addAll(reach());
        all.addAll(approvals());
        all.addAll(guards());
        return all;
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<PlantedFault> order() {
        return List.of(
                bent("an allow outranks a deny", (reader, world, asked, right) -> {
                    Answer other = read(reader, without(world, "deny"), asked);
                    return is(right, "DENIED_BY_RULE") && other.outcome().equals("APPROVED") ? other : right;
                }),
                bent("an approval rule outranks a deny", (reader, world, asked, right) -> {
                    Answer other = read(reader, without(world, "deny"), asked);
                    return is(right, "DENIED_BY_RULE") && other.outcome().equals("PENDING") ? other : right;
                }),
                bent("an allow outranks an approval rule", (reader, world, asked, right) -> {
                    Answer other = read(reader, without(world, "require_approval"), asked);
                    return is(right, "APPROVAL_REQUIRED") && other.outcome().equals("APPROVED") ? other : right;
                }),
                bent(
                        "what no rule matches is allowed",
                        (reader, world, asked, right) -> is(right, "NO_RULE")
                                ? new Answer("APPROVED", "ALLOWED_BY_RULE", List.of(), null)
                                : right),
                bent("the first rule of the file decides", PlantedFault::firstOfTheFile),
                bent("parameters are looked at before rules", (reader, world, asked, right) -> {
                    boolean known = world.catalogue()
                            .getOrDefault(asked.service(), Map.of())
                            .containsKey(asked.action());
                    boolean named = !right.reason().startsWith("UNKNOWN");
                    return known && named && !asked.params().fit() ? Answer.denied("INVALID_PARAMS") : right;
                }),
                bent("the catalogue is looked at before rules", (reader, world, asked, right) -> {
                    boolean known = world.catalogue()
                            .getOrDefault(asked.service(), Map.of())
                            .containsKey(asked.action());
                    return !known && is(right, "NO_RULE") ? Answer.denied("UNKNOWN_ACTION") : right;
                }),
                bent("the catalogue is not looked at", (reader, world, asked, right) -> {
                    if (!is(right, "UNKNOWN_ACTION")) {
                        return right;
                    }
                    Map<String, Map<String, String>> more = new LinkedHashMap<>(world.catalogue());
                    more.put(asked.service(), Map.of(asked.action(), "write"));
                    return read(reader, new World(world.policy(), more), asked);
                }),
                bent(
                        "parameters are not looked at",
                        (reader, world, asked, right) -> is(right, "INVALID_PARAMS")
                                ? read(reader, world, with(asked, new Params("{\"n\":1}", true, Map.of())))
                                : right),
                bent(
                        "only the first rule is named",
                        (reader, world, asked, right) -> right.rules().size() < 2
                                ? right
                                : new Answer(
                                        right.outcome(),
                                        right.reason(),
                                        right.rules().subList(0, 1),
                                        right.needed())));
    }

    private static List<PlantedFault> patterns() {
        return List.of(
                shown("a dot in a pattern stands for any text", world -> eachPattern(world, p -> p.replace('.', '*'))),
                shown("a pattern need not match to the end", world -> eachPattern(world, p -> p + "*")),
                shown("a pattern need not match from the start", world -> eachPattern(world, p -> "*" + p)),
                bent(
                        "a star stands for at least one character",
                        (reader, world, asked, right) -> read(
                                reader,
                                world.eachLine(line -> wide(line.pattern(), asked.action(), "") ? line : silent(line)),
                                asked)),
                bent(
                        "a star stops at a dot",
                        (reader, world, asked, right) -> read(
                                reader,
                                world.eachLine(line -> wide(line.pattern(), asked.action(), ".") ? line : silent(line)),
                                asked)),
                shown("a wildcard reaches a credential action", world -> {
                    Map<String, Map<String, String>> effects = new LinkedHashMap<>();
                    world.catalogue().forEach((service, actions) -> {
                        Map<String, String> others = new LinkedHashMap<>(actions);
                        others.replaceAll((action, effect) -> effect.equals("credential") ? "admin" : effect);
                        effects.put(service, others);
                    });
                    return new World(world.policy(), effects);
                }));
    }

    private static List<PlantedFault> reach() {
        return List.of(
                shown("rules of roles are lost", world -> world.withExtended(Map.of())),
                shown("rules of roles that a role extends are lost", world -> {
                    Map<String, List<String>> direct =
                            new LinkedHashMap<>(world.policy().extended());
                    direct.keySet().removeIf(owner -> owner.startsWith("roles."));
                    return world.withExtended(direct);
                }),
                bent("a pattern of agents creates agents", (reader, world, asked, right) -> {
                    List<String> more = new ArrayList<>(world.policy().agents());
                    more.add(asked.agent());
                    return is(right, "UNKNOWN_AGENT") ? read(reader, world.withAgents(more), asked) : right;
                }),
                shown(
                        "a pattern of agents adds nothing",
                        world -> world.withPlaces(world.policy().places().stream()
                                .filter(place -> !place.owner().contains("*"))
                                .toList())),
                shown(
                        "a pattern of services matches none",
                        world -> world.withPlaces(world.policy().places().stream()
                                .filter(place -> !place.service().contains("*"))
                                .toList())));
    }

    private static List<PlantedFault> approvals() {
        return List.of(
                needing("the smallest quorum counts", (needed, single) -> {
                    String first = needed.seats().requirements().iterator().next();
                    Seats fewer = new Seats(Set.of(first), Integer.parseInt(first.substring(0, first.indexOf(' '))));
                    return new Needed(needed.people(), fewer, needed.minutes(), needed.sso(), needed.grantable());
                }),
                needing("only the first rule that asks is asked", (needed, single) -> single.get(0)),
                needing("the longest expiry counts", (needed, single) -> {
                    int longest =
                            single.stream().mapToInt(Needed::minutes).max().orElseThrow();
                    return new Needed(needed.people(), needed.seats(), longest, needed.sso(), needed.grantable());
                }),
                needing("the lowest assurance counts", (needed, single) -> {
                    boolean lowest = single.stream().allMatch(Needed::sso);
                    return new Needed(needed.people(), needed.seats(), needed.minutes(), lowest, needed.grantable());
                }),
                needing("one grantable rule makes all grantable", (needed, single) -> {
                    boolean any = single.stream().anyMatch(Needed::grantable);
                    return new Needed(needed.people(), needed.seats(), needed.minutes(), needed.sso(), any);
                }),
                shown("an owner approves for an agent of their own", world -> {
                    Cast cast = world.policy().cast();
                    return world.withCast(new Cast(cast.groups(), cast.operators(), Map.of(), cast.defaults()));
                }),
                shown("the defaults of the file are not read", world -> {
                    Cast cast = world.policy().cast();
                    return world.withCast(new Cast(cast.groups(), cast.operators(), cast.owners(), Ask.PLAIN));
                }),
                bent(
                        "a request that nobody can approve waits",
                        (reader, world, asked, right) -> is(right, "NO_APPROVER")
                                ? new Answer("PENDING", "APPROVAL_REQUIRED", right.rules(), null)
                                : right),
                bent("one person fills two seats", (reader, world, asked, right) -> {
                    List<String> everybody = RandomWorlds.PEOPLE;
                    Map<String, List<String>> filled = new LinkedHashMap<>();
                    Cast cast = world.policy().cast();
                    cast.groups().forEach((group, people) -> filled.put(group, people.isEmpty() ? people : everybody));
                    World crowded = world.withCast(new Cast(filled, cast.operators(), cast.owners(), cast.defaults()));
                    return is(right, "NO_APPROVER") ? read(reader, crowded, asked) : right;
                }));
    }

    private static List<PlantedFault> guards() {
        return List.of(
                guard(
                        "conditions are skipped",
                        line -> new Detail(
                                line.detail().ask(), null, line.detail().during())),
                guard(
                        "hours are skipped",
                        line -> new Detail(line.detail().ask(), line.detail().when(), null)),
                guard(
                        "a condition that fails denies nothing",
                        line -> line.list().equals("deny") ? failing(line, "params.n != 0 && (") : line.detail()),
                guard(
                        "a condition that fails allows",
                        line -> line.list().equals("allow") ? failing(line, "params.n == 0 || (") : line.detail()),
                guard(
                        "hours are those of UTC",
                        line -> hours(line, hours -> new Hours(hours.days(), hours.from(), hours.to(), "UTC"))),
                guard(
                        "a night belongs to the day on which it ends",
                        line -> hours(line, hours -> {
                            List<DayOfWeek> next = hours.days().stream()
                                    .map(day -> day.minus(1))
                                    .toList();
                            boolean isNight = !hours.from().isBefore(hours.to());
                            return isNight ? new Hours(next, hours.from(), hours.to(), hours.zone()) : hours;
                        })),
                new PlantedFault("hours begin and end a moment late", reader -> world -> {
                    Judge judge = reader.read(world);
                    return asked -> judge.answer(new Asked(
                            asked.agent(),
                            asked.service(),
                            asked.action(),
                            asked.params(),
                            asked.at().minusMillis(1)));
                }));
    }

    private static Detail failing(Line line, String around) {
        Condition when = line.detail().when();
        boolean mayFail = when != null && when.text().startsWith("10 / params.n");
        Condition other = mayFail ? new Condition(around + when.text() + ")", when.meaning()) : when;
        return new Detail(line.detail().ask(), other, line.detail().during());
    }

    private static Detail hours(Line line, UnaryOperator<Hours> change) {
        Hours during = line.detail().during();
        return new Detail(line.detail().ask(), line.detail().when(), during == null ? null : change.apply(during));
    }

    /** What a fault makes of a rule's details. */
    private interface Detailed {
        Detail detail(Line line);
    }

    private static PlantedFault guard(String name, Detailed change) {
        UnaryOperator<World> bent = world -> world.eachLine(
                line -> new Line(line.place(), line.list(), line.index(), line.pattern(), change.detail(line)));
        return new PlantedFault(name, reader -> world -> reader.read(bent.apply(world)));
    }

    private static PlantedFault shown(String name, UnaryOperator<World> change) {
        return new PlantedFault(name, reader -> world -> reader.read(change.apply(world)));
    }

    private static PlantedFault bent(String name, Bent bent) {
        return new PlantedFault(name, reader -> world -> {
            Judge judge = reader.read(world);
            return asked -> bent.answer(reader, world, asked, judge.answer(asked));
        });
    }

    /** What a fault makes of what people must do, given what each rule alone would ask for. */
    private interface Needing {
        Needed needed(Needed right, List<Needed> single);
    }

    private static PlantedFault needing(String name, Needing change) {
        return bent(name, (reader, world, asked, right) -> {
            Needed needed = right.needed();
            if (needed == null || right.rules().size() < 2) {
                return right;
            }
            List<Needed> single = new ArrayList<>();
            for (String path : right.rules()) {
                World alone = world.eachLine(line ->
                        line.list().equals("require_approval") && !line.path().equals(path) ? silent(line) : line);
                @Nullable Needed one = read(reader, alone, asked).needed();
                if (one == null) {
                    return right;
                }
                single.add(one);
            }
            return new Answer(right.outcome(), right.reason(), right.rules(), change.needed(needed, single));
        });
    }

    private static Answer firstOfTheFile(Reader reader, World world, Asked asked, Answer right) {
        List<Answer> answers = new ArrayList<>();
        for (String list : RandomWorlds.LISTS) {
            World only = world.eachLine(line -> line.list().equals(list) ? line : silent(line));
            Answer answer = read(reader, only, asked);
            if (!answer.rules().isEmpty()) {
                answers.add(answer);
            }
        }
        for (Line line : world.policy().lines()) {
            for (Answer answer : answers) {
                if (answer.rules().contains(line.path())) {
                    return answer;
                }
            }
        }
        return right;
    }

    private static Answer read(Reader reader, World world, Asked asked) {
        return reader.read(world).answer(asked);
    }

    private static boolean is(Answer answer, String reason) {
        return answer.reason().equals(reason);
    }

    private static Asked with(Asked asked, Params params) {
        return new Asked(asked.agent(), asked.service(), asked.action(), params, asked.at());
    }

    private static World without(World world, String list) {
        return world.eachLine(line -> line.list().equals(list) ? silent(line) : line);
    }

    private static World eachPattern(World world, UnaryOperator<String> change) {
        return world.eachLine(
                line -> new Line(line.place(), line.list(), line.index(), change.apply(line.pattern()), line.detail()));
    }

    /** A rule in the same place that matches nothing that is ever asked for, so that no other rule is numbered otherwise. */
    private static Line silent(Line line) {
        return new Line(line.place(), line.list(), line.index(), "never.asked", line.detail());
    }

    /** Whether it matches if a star stands for at least one character, or, where {@code stop} is a dot, for no dot. */
    private static boolean wide(String pattern, String text, String stop) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        }
        if (pattern.charAt(0) != '*') {
            return !text.isEmpty()
                    && pattern.charAt(0) == text.charAt(0)
                    && wide(pattern.substring(1), text.substring(1), stop);
        }
        boolean mayBeEmpty = !stop.isEmpty();
        for (int taken = mayBeEmpty ? 0 : 1; taken <= text.length(); taken++) {
            boolean crosses = mayBeEmpty && text.substring(0, taken).contains(stop);
            if (!crosses && wide(pattern.substring(1), text.substring(taken), stop)) {
                return true;
            }
        }
        return false;
    }
}
