// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.oracle;

import dev.seks.broker.oracle.Asked.Params;
import dev.seks.broker.oracle.NaivePolicy.Ask;
import dev.seks.broker.oracle.NaivePolicy.Cast;
import dev.seks.broker.oracle.NaivePolicy.Detail;
import dev.seks.broker.oracle.NaivePolicy.Line;
import dev.seks.broker.oracle.NaivePolicy.Place;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Small random worlds over a small alphabet, so that patterns meet names often, and requests to ask in them. */
public final class RandomWorlds {
    static final List<String> AGENTS = List.of("a", "b", "c");
    static final List<String> AGENT_PATTERNS = List.of("*", "b*", "*c");
    static final List<String> ROLES = List.of("r", "q", "p");
    static final List<String> SERVICES = List.of("s", "t", "u");
    static final List<String> SERVICE_PATTERNS = List.of("*", "s*", "*t", "x*");
    static final List<String> GROUPS = List.of("g", "h", "i");
    static final List<String> PEOPLE = List.of("ann", "bob", "cid", "dan");
    static final List<String> LISTS = List.of("allow", "deny", "require_approval");
    static final List<String> EFFECTS = List.of("read", "write", "send", "delete", "money", "admin", "credential");

    private static final List<Params> PARAMS = params();
    private static final List<String> ZONES = List.of("UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns");
    private static final Instant WEEK = Instant.parse("2026-03-26T00:00:00Z");

    private final Random random;

    public RandomWorlds(Random random) {
        this.random = random;
    }

    public World world() {
        return new World(policy(), catalogue());
    }

    /** Most requests name an agent and service of the policy, half an action of the catalogue, and most have parameters that fit. */
    Asked asked(World world) {
        String agent = in(10) ? oneOf(AGENTS) : oneOf(world.policy().agents());
        String service = in(10) ? "xs" : oneOf(SERVICES);
        List<String> known =
                List.copyOf(world.catalogue().getOrDefault(service, Map.of()).keySet());
        String action = known.isEmpty() || in(3) ? action() : oneOf(known);
        return new Asked(agent, service, action, oneOf(PARAMS), at());
    }

    /** Any minute of some days in which a clock is put forward, and often just before or after. */
    private Instant at() {
        return WEEK.plusSeconds(60L * 15 * random.nextInt(7 * 24 * 4)).plusMillis(random.nextInt(3) - 1);
    }

    private static List<Params> params() {
        List<Params> params = new ArrayList<>();
        for (long n : new long[] {-3, 0, 1, 3, 4, 7, 10}) {
            params.add(new Params("{\"n\":" + n + "}", true, Map.of("n", n, "owner", "acme")));
            params.add(new Params(
                    "{\"owner\":\"corp\",\"n\":" + n + ",\"label\":\"v" + n + "\"}",
                    true,
                    Map.of("n", n, "owner", "corp", "label", "v" + n)));
            params.add(new Params(
                    "{\"n\":" + n + ",\"owner\":\"evil\",\"label\":\"\"}",
                    true,
                    Map.of("n", n, "owner", "evil", "label", "")));
        }
        for (String unfit :
                List.of("{}", "{\"n\":\"1\"}", "{\"n\":1,\"n\":1}", "{\"n\":1,\"x\":1}", "[]", "{\"n\":1.5}")) {
            params.add(new Params(unfit, false, Map.of()));
        }
        return params;
    }

    boolean in(int n) {
        return random.nextInt(n) == 0;
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Some of them, in their order. */
    private <T> List<T> some(List<T> all) {
        return all.stream().filter(one -> random.nextBoolean()).toList();
    }

    private String action() {
        StringBuilder name = new StringBuilder(letter());
        int length = random.nextInt(6);
        for (int i = 0; i < length; i++) {
            name.append(random.nextInt(4) == 0 ? "." + letter() : letter());
        }
        return name.toString();
    }

    String pattern() {
        StringBuilder pattern = new StringBuilder(action());
        int stars = random.nextInt(5);
        for (int i = 0; i < stars; i++) {
            int at = random.nextInt(pattern.length() + 1);
            int end = Math.min(pattern.length(), at + random.nextInt(3));
            pattern.replace(at, end, "*");
        }
        String made = pattern.toString();
        return made.contains("*") || made.matches("[a-z][a-z0-9_-]*(\\.[a-z][a-z0-9_-]*)*") ? made : "x";
    }

    private String letter() {
        return random.nextBoolean() ? "x" : "y";
    }

    /** Rules of one owner and service stand together, in the order in which they are written to a file. */
    private NaivePolicy policy() {
        List<String> agents = new ArrayList<>(AGENTS.subList(0, 1 + random.nextInt(2)));
        List<String> owners = new ArrayList<>();
        agents.forEach(agent -> owners.add("agents." + agent));
        AGENT_PATTERNS.stream().filter(p -> in(4)).forEach(p -> owners.add("agents." + p));
        List<String> roles = random.nextBoolean() ? List.of() : ROLES.subList(0, 1 + random.nextInt(3));
        roles.forEach(role -> owners.add("roles." + role));
        List<Place> places = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        Cast cast = cast(agents);
        for (String owner : owners) {
            List<String> services = new ArrayList<>(SERVICES.subList(0, in(4) ? 0 : 1 + random.nextInt(3)));
            SERVICE_PATTERNS.stream().filter(p -> in(6)).forEach(services::add);
            services.forEach(service -> fill(new Place(owner, service), places, lines, cast.defaults()));
        }
        return new NaivePolicy(agents, places, extended(owners, roles), lines, cast);
    }

    private Cast cast(List<String> agents) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        GROUPS.forEach(group -> groups.put(group, in(4) ? List.of() : some(PEOPLE)));
        Map<String, String> owners = new LinkedHashMap<>();
        agents.stream().filter(agent -> random.nextBoolean()).forEach(agent -> owners.put(agent, oneOf(PEOPLE)));
        return new Cast(groups, some(PEOPLE), owners, random.nextBoolean() ? Ask.PLAIN : ask(Ask.PLAIN));
    }

    private void fill(Place place, List<Place> places, List<Line> lines, Ask defaults) {
        places.add(place);
        for (String list : LISTS) {
            int count = list.equals("deny") && in(2) ? 0 : random.nextInt(4);
            for (int i = 0; i < count; i++) {
                lines.add(line(place, list, i, defaults));
            }
        }
    }

    /** A random rule, as its place and list may have it. */
    Line line(Place place, String list, int index, Ask defaults) {
        Ask ask = list.equals("require_approval") && random.nextBoolean() ? ask(defaults) : Ask.PLAIN;
        Condition when = in(3) ? oneOf(Condition.ALL) : null;
        Hours during = in(6) ? hours() : null;
        return new Line(place, list, index, pattern(), new Detail(ask, when, during));
    }

    private Hours hours() {
        List<DayOfWeek> days = some(List.of(DayOfWeek.values()));
        return new Hours(days.isEmpty() ? List.of(DayOfWeek.FRIDAY) : days, quarter(), quarter(), oneOf(ZONES));
    }

    private LocalTime quarter() {
        return LocalTime.of(random.nextInt(24), 15 * random.nextInt(4));
    }

    /** A quorum is never less than there are groups to be seated. */
    private Ask ask(Ask defaults) {
        @Nullable List<String> groups = random.nextBoolean() ? null : someGroups();
        int seats = groups != null
                ? groups.size()
                : defaults.groups() != null ? defaults.groups().size() : 1;
        return new Ask(
                groups,
                in(2) ? null : seats + random.nextInt(2),
                in(2) ? null : Integer.valueOf(1 + random.nextInt(30)),
                in(2) ? null : Boolean.valueOf(random.nextBoolean()),
                in(2) ? null : Boolean.valueOf(random.nextBoolean()));
    }

    private List<String> someGroups() {
        List<String> groups = some(List.of("g", "h", "i", "operators"));
        return groups.isEmpty() ? List.of("h") : groups;
    }

    /** A role extends only roles that stand after it, so that none extends itself. */
    private Map<String, List<String>> extended(List<String> owners, List<String> roles) {
        Map<String, List<String>> extended = new LinkedHashMap<>();
        for (String owner : owners) {
            int after = owner.startsWith("roles.") ? roles.indexOf(owner.substring(6)) + 1 : 0;
            List<String> parents = some(roles.subList(after, roles.size()));
            if (!parents.isEmpty() && !owner.contains("*")) {
                extended.put(owner, parents);
            }
        }
        return extended;
    }

    private Map<String, Map<String, String>> catalogue() {
        Map<String, Map<String, String>> catalogue = new LinkedHashMap<>();
        for (String service : SERVICES) {
            Map<String, String> effects = new LinkedHashMap<>();
            int count = random.nextInt(12);
            for (int i = 0; i < count; i++) {
                effects.put(action(), oneOf(EFFECTS));
            }
            if (random.nextInt(8) > 0) {
                catalogue.put(service, effects);
            }
        }
        return catalogue;
    }
}
