// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.broker.decision.GrantHistoriesTest.Trace;
import dev.seks.broker.oracle.NaiveGrants;
import dev.seks.broker.oracle.NaiveGrants.Ask;
import dev.seks.broker.oracle.NaiveGrants.Made;
import dev.seks.broker.oracle.NaiveGrants.Offer;
import dev.seks.broker.oracle.NaiveGrants.Outcome;
import dev.seks.broker.oracle.NaiveGrants.Request;
import dev.seks.broker.oracle.NaiveGrants.Rule;
import dev.seks.broker.oracle.NaiveGrants.Side;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.GrantAsk;
import dev.seks.schemas.record.GrantEnd;
import dev.seks.schemas.record.GrantEndCause;
import dev.seks.schemas.record.GrantMade;
import dev.seks.schemas.record.GrantOffer;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One random history of requests, people, orders and policies, told to both. */
final class GrantHistory {
    private static final int EVENTS = 70;
    private static final List<String> AGENTS = List.of("aeonbyte", "other");
    private static final List<String> SERVICES = List.of("forge", "shop");
    private static final List<String> PEOPLE = List.of("ann", "bob", "cid");
    private static final List<String> PATTERNS =
            List.of("*", "repos.*", "*.get", "repos.put", "repos.get", "repos.note", "keys.*", "keys.mint");
    private static final List<String> MODES = List.of("p", "q");
    private static final List<String> TARGETS = List.of("a", "b");

    /** What a history is rich in. */
    private enum Mood {
        PLAIN,
        /** Many grants at once. */
        CROWDED,
        /** Things happen at the very moment at which others end. */
        PUNCTUAL
    }

    private final long seed;
    private final Mood mood;
    private final Random random;
    private final Story story = new Story();
    private final NaiveGrants naive;
    private final Map<String, String> idOf = new HashMap<>();
    private final Map<String, Request> made = new HashMap<>();
    private final List<Decision> waiting = new ArrayList<>();
    private final List<Side> sides = new ArrayList<>();
    private final List<String> granted = new ArrayList<>();
    private final Set<String> frozen = new LinkedHashSet<>();
    private @Nullable Side toRestore;
    private int version;
    private int ids;
    private Map<String, Outcome> expected = Map.of();

    GrantHistory(long seed, NaiveGrants.Fault fault) {
        this.seed = seed;
        this.random = new Random(seed);
        this.mood = Mood.values()[random.nextInt(Mood.values().length)];
        Side first = side();
        this.naive = new NaiveGrants(first, fault);
        activate(first);
    }

    void play(Map<Trace, Integer> seen) {
        for (int event = 0; event < EVENTS; event++) {
            story.after(Duration.ofSeconds(pause()));
            int entries = story.journal().size();
            int decisions = decisions().size();
            String told = told();
            Map<String, Outcome> real = new LinkedHashMap<>();
            for (Decision decision : decisions().subList(decisions, decisions().size())) {
                real.put(decision.getRequestId(), outcome(decision));
                note(decision, seen);
            }
            story.journal().subList(entries, story.journal().size()).stream()
                    .filter(entry -> entry.getGrantsEnded() != null)
                    .forEach(entry -> entry.getGrantsEnded().forEach(end -> count(seen, trace(entry, end))));
            // a policy may change what a request waits for and leave it waiting: the model says nothing of that
            real.values()
                    .removeIf(outcome ->
                            told.startsWith("policy") && outcome.outcome().equals("PENDING"));
            assertThat(real).as("seed %d, event %d: %s", seed, event, told).isEqualTo(expected);
        }
    }

    private static Trace trace(JournalEntry entry, GrantEnd end) {
        if (end.getCause() == GrantEndCause.POLICY) {
            return Trace.ENDED_BY_POLICY;
        }
        return entry.getKind() == EventKind.VERDICT ? Trace.ENDED_BY_WHO_GAVE_IT : Trace.REVOKED;
    }

    private int pause() {
        return switch (mood) {
            case CROWDED -> 1;
            case PUNCTUAL -> 30 * (1 + random.nextInt(4));
            case PLAIN -> 1 + random.nextInt(random.nextInt(8) == 0 ? 240 : 20);
        };
    }

    private String told() {
        if (toRestore != null) {
            return policy();
        }
        return switch (mood == Mood.CROWDED ? 4 + random.nextInt(16) : random.nextInt(20)) {
            case 0 -> policy();
            case 1 -> freeze();
            case 2 -> unfreeze();
            case 3 -> revoke();
            case 10 -> random.nextInt(3) == 0 ? tick() : request();
            case 4, 5, 6, 7, 8, 9 -> verdict();
            default -> request();
        };
    }

    private void expect(Runnable event) {
        expected = naive.at(story.now().toEpochMilli(), event);
    }

    private String request() {
        String agent = random.nextInt(5) == 0 ? "other" : "aeonbyte";
        String action = oneOf(NaiveGrants.ACTIONS);
        String target = random.nextInt(4) == 0 ? "b" : "a";
        Ask ask = random.nextInt(4) < (mood == Mood.CROWDED ? 3 : 1) ? ask(action, target) : null;
        Request drawn = new Request("r-" + ++ids, agent, oneOf(SERVICES), action, target, oneOf(MODES), ask);
        return mood != Mood.CROWDED && !granted.isEmpty() && random.nextInt(2) == 0
                ? request(likeGranted(drawn))
                : request(drawn);
    }

    /** The same once more as a request that came with a grant: what a grant does shows in nothing else. */
    private Request likeGranted(Request drawn) {
        String digest = granted.get(Math.max(0, granted.size() - 1 - random.nextInt(3)));
        Request like = Objects.requireNonNull(made.get(idOf.get(digest)));
        String mode = random.nextInt(2) == 0 ? drawn.mode() : like.mode();
        return new Request(drawn.id(), like.agent(), like.service(), like.action(), like.target(), mode, null);
    }

    private String request(Request request) {
        Ask ask = request.ask();
        CapabilityRequest.Builder real = story.aRequest(
                        request.service(),
                        request.action(),
                        "{\"x\":\"" + request.target() + "\",\"y\":\"" + request.mode() + "\"}")
                .setRequestId(request.id())
                .setAgent(request.agent());
        if (ask != null) {
            real.setGrant(new GrantAsk(ask.patterns(), ask.resource(), ask.ttlMs(), ask.uses()));
        }
        Decision decision = story.ask(real);
        idOf.put(decision.getRequestDigest(), request.id());
        made.put(request.id(), request);
        expect(() -> naive.request(request));
        return request.toString();
    }

    private Ask ask(String action, String target) {
        List<String> patterns =
                new ArrayList<>(List.of(random.nextBoolean() || mood == Mood.CROWDED ? action : oneOf(PATTERNS)));
        if (random.nextInt(3) == 0 && mood != Mood.CROWDED) {
            patterns.add(oneOf(PATTERNS));
        }
        String resource = random.nextInt(3) == 0 || action.equals("repos.note")
                ? null
                : random.nextInt(8) == 0 ? oneOf(TARGETS) : target;
        return new Ask(
                patterns,
                resource,
                60_000L * (1 + random.nextInt(11)),
                random.nextInt(3) == 0 ? null : 1 + random.nextInt(5));
    }

    private String verdict() {
        if (waiting.isEmpty()) {
            return request();
        }
        Decision pending = waiting.get(Math.max(0, waiting.size() - 1 - random.nextInt(3)));
        String person = oneOf(PEOPLE);
        boolean isApproval = random.nextInt(8) != 0;
        boolean isChat = random.nextInt(3) == 0;
        Offer offer =
                random.nextInt(4) == 0 ? null : new Offer(60_000L * (1 + random.nextInt(11)), 1 + random.nextInt(5));
        story.give(story.verdict(pending, person, isApproval ? VerdictChoice.APPROVE : VerdictChoice.DENY)
                .setChannel(isChat ? Channel.SLACK : Channel.WEB)
                .setGrant(offer == null ? null : new GrantOffer(offer.ttlMs(), offer.uses())));
        expect(() -> naive.verdict(pending.getRequestId(), person, isApproval, isChat, offer));
        return "verdict of " + person + " on " + pending.getRequestId() + " " + isApproval + " " + offer;
    }

    private String tick() {
        story.tick();
        expect(naive::tick);
        return "tick";
    }

    private String revoke() {
        if (granted.isEmpty()) {
            return request();
        }
        String digest = granted.get(Math.max(0, granted.size() - 1 - random.nextInt(3)));
        if (random.nextBoolean()) {
            story.revoke(digest);
            expectEnd(() -> naive.revoke(idOf.get(digest)));
            return "revoke " + idOf.get(digest);
        }
        String person = oneOf(PEOPLE);
        Request of = Objects.requireNonNull(made.get(idOf.get(digest)));
        story.give(Verdict.newBuilder()
                .setDomain(Story.DOMAIN)
                .setRequestId(of.id())
                .setAgent(of.agent())
                .setRequestDigest(digest)
                .setPerson(person)
                .setChannel(random.nextBoolean() ? Channel.WEB : Channel.SLACK)
                .setVerdict(VerdictChoice.REVOKE)
                .setGivenAt(story.now()));
        expectEnd(() -> naive.revoke(of.id(), person));
        return person + " revokes " + of.id();
    }

    private void expectEnd(BooleanSupplier revocation) {
        expect(() -> assertThat(story.lastEntry().getGrantsEnded() != null)
                .as(
                        "seed %d: whether a grant ended, %s",
                        seed, story.lastEntry().getExplanation())
                .isEqualTo(revocation.getAsBoolean()));
    }

    private String freeze() {
        String name = random.nextBoolean() ? oneOf(AGENTS) : oneOf(SERVICES);
        frozen.add(name);
        order(ControlKind.FREEZE, name);
        expect(() -> naive.freeze(name));
        return "freeze " + name;
    }

    private String unfreeze() {
        if (frozen.isEmpty()) {
            return request();
        }
        String name = frozen.iterator().next();
        frozen.remove(name);
        order(ControlKind.UNFREEZE, name);
        expect(() -> naive.unfreeze(name));
        return "unfreeze " + name;
    }

    private void order(ControlKind kind, String name) {
        boolean isAgent = AGENTS.contains(name);
        story.order(kind, isAgent ? name : null, isAgent ? null : name, null);
    }

    private String policy() {
        Side last = sides.get(sides.size() - 1);
        Side next = toRestore == null ? next() : toRestore;
        toRestore = toRestore == null && random.nextInt(3) == 0 ? last : null;
        activate(next);
        expect(() -> naive.policy(next));
        return "policy " + next;
    }

    /** An earlier policy once more, the same with a little otherwise, or a new one. */
    private Side next() {
        Side last = sides.get(sides.size() - 1);
        Map<String, List<Rule>> rules = new LinkedHashMap<>(last.rules());
        Side drawn = side();
        switch (random.nextInt(6)) {
            case 0 -> {
                return drawn;
            }
            case 3, 4 -> {
                return new Side(
                        rules,
                        last.groups(),
                        last.owners(),
                        last.maxTtlMs(),
                        last.maxUses(),
                        last.daily() + 5,
                        drawn.maxOpen());
            }
            case 1 -> {
                return new Side(
                        rules,
                        drawn.groups(),
                        last.owners(),
                        last.maxTtlMs(),
                        last.maxUses(),
                        drawn.daily(),
                        last.maxOpen());
            }
            case 2 -> {
                String changed = oneOf(List.copyOf(rules.keySet()));
                rules.put(changed, drawn.rules().get(changed));
                return new Side(
                        rules,
                        last.groups(),
                        last.owners(),
                        last.maxTtlMs(),
                        last.maxUses(),
                        drawn.daily(),
                        last.maxOpen());
            }
            default -> {
                Side earlier = sides.get(Math.max(0, sides.size() - 2));
                return new Side(
                        earlier.rules(),
                        earlier.groups(),
                        earlier.owners(),
                        earlier.maxTtlMs(),
                        earlier.maxUses(),
                        drawn.daily(),
                        earlier.maxOpen());
            }
        }
    }

    private Side side() {
        Map<String, List<Rule>> rules = new LinkedHashMap<>();
        for (String agent : AGENTS) {
            for (String service : SERVICES) {
                List<Rule> own = new ArrayList<>();
                for (String action : NaiveGrants.ACTIONS) {
                    own.add(rule(verb(), action));
                }
                if (random.nextInt(5) == 0) {
                    own.remove(random.nextInt(own.size()));
                }
                if (random.nextInt(4) == 0) {
                    own.add(rule("ask", oneOf(PATTERNS)));
                }
                if (random.nextInt(4) == 0) {
                    own.add(only(oneOf(MODES), rule("deny", oneOf(PATTERNS))));
                }
                if (random.nextInt(2) == 0) {
                    own.add(new Rule("ask", "*", List.of("red"), 1, true, true, oneOf(MODES)));
                }
                rules.put(agent + " " + service, own);
            }
        }
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("red", random.nextInt(4) == 0 ? List.of("ann") : List.of("ann", "bob"));
        groups.put("blue", random.nextInt(4) == 0 ? List.of("cid") : List.of("bob", "cid"));
        Map<String, String> owners = random.nextInt(3) == 0 ? Map.of("aeonbyte", oneOf(PEOPLE)) : Map.of();
        return new Side(
                rules,
                groups,
                owners,
                60_000L * (6 + random.nextInt(4)),
                3 + random.nextInt(2),
                mood == Mood.CROWDED ? 60 : 6 + random.nextInt(10),
                1 + random.nextInt(random.nextInt(4) == 0 ? 3 : 50));
    }

    private static Rule only(String mode, Rule rule) {
        return new Rule(
                rule.verb(), rule.pattern(), rule.groups(), rule.quorum(), rule.isSso(), rule.isGrantable(), mode);
    }

    private String verb() {
        int allowed = mood == Mood.CROWDED ? 9 : 3;
        int drawn = random.nextInt(12);
        return drawn == 0 ? "deny" : drawn <= allowed ? "allow" : "ask";
    }

    private Rule rule(String verb, String pattern) {
        List<String> groups = switch (random.nextInt(5)) {
            case 0 -> List.of("blue");
            case 1 -> List.of("red", "blue");
            default -> List.of("red");
        };
        int quorum = groups.size() + (random.nextInt(6) == 0 ? 1 : 0);
        return new Rule(
                verb,
                pattern,
                groups,
                quorum,
                random.nextInt(6) == 0,
                random.nextInt(8) != 0,
                random.nextInt(5) == 0 ? oneOf(MODES) : null);
    }

    private void activate(Side side) {
        sides.add(side);
        List<BundleFile> catalogue =
                SERVICES.stream().map(GrantHistory::catalogue).toList();
        story.activate(++version, text(side), List.of(), catalogue);
        assertThat(story.lastEntry().getExplanation())
                .as("seed %d", seed)
                .startsWith("policy version " + version + " is in force");
    }

    private static BundleFile catalogue(String service) {
        String actions = NaiveGrants.ACTIONS.stream()
                .map(action -> "  " + action + ": { summary: go, effect: "
                        + (action.equals("keys.mint") ? "credential" : "write")
                        + ", http: \"POST /" + action
                        + "\", params: { x: { type: string, required: true, in: body }, y: { type: string, required: true, in: body } }"
                        + (action.equals("repos.note") ? "" : ", resource: \"{x}\"") + ", returns: [name] }\n")
                .collect(Collectors.joining());
        return new BundleFile(
                service + ".yaml",
                "service: " + service + "\nbase_url: https://" + service + ".example\nactions:\n" + actions);
    }

    private static String text(Side side) {
        StringBuilder text = new StringBuilder("version: 1\ndefaults: { grants: { max_ttl: " + side.maxTtlMs() / 60_000
                + "m, max_uses: " + side.maxUses() + " }, max_open_approvals: " + side.maxOpen()
                + ", approval: { approvers: [red], expires_in: "
                + NaiveGrants.ASKED_FOR_MS / 60_000 + "m } }\n");
        text.append("people: { ann: { name: A }, bob: { name: B }, cid: { name: C } }\n");
        text.append("groups: ").append(side.groups()).append('\n');
        text.append("rate_limits: { per_agent: { requests_per_day: " + side.daily() + " } }\nagents:\n");
        for (String agent : AGENTS) {
            text.append("  " + agent + ":\n");
            String owner = side.owners().get(agent);
            text.append(owner == null ? "" : "    owner: " + owner + "\n").append("    services:\n");
            for (String service : SERVICES) {
                List<Rule> rules = side.rules().get(agent + " " + service);
                text.append("      " + service + ":\n");
                lines(text, "deny", rules, "deny");
                lines(text, "ask", rules, "require_approval");
                lines(text, "allow", rules, "allow");
            }
        }
        return text.toString().replace("{red=", "{ red: ").replace("blue=", "blue: ");
    }

    private static void lines(StringBuilder text, String verb, List<Rule> rules, String key) {
        List<Rule> own = rules.stream().filter(rule -> rule.verb().equals(verb)).toList();
        if (own.isEmpty()) {
            return;
        }
        text.append("        " + key + ":\n");
        for (Rule rule : own) {
            text.append("          - ")
                    .append(
                            verb.equals("ask")
                                    ? "{ action: \"" + rule.pattern() + "\", approvers: " + rule.groups()
                                            + ", quorum: " + rule.quorum()
                                            + (rule.isSso() ? ", assurance: sso" : "") + ", grantable: "
                                            + rule.isGrantable() + when(rule) + " }"
                                    : "{ action: \"" + rule.pattern() + "\"" + when(rule) + " }")
                    .append('\n');
        }
    }

    private static String when(Rule rule) {
        return rule.onlyIn() == null ? "" : ", when: 'params.y == \"" + rule.onlyIn() + "\"'";
    }

    private List<Decision> decisions() {
        return story.decisions;
    }

    private Outcome outcome(Decision decision) {
        GrantMade made = decision.getGrant();
        return new Outcome(
                decision.getOutcome().name(),
                decision.getReason().name(),
                decision.getGrantId() == null ? null : idOf.get(decision.getGrantId()),
                made == null
                        ? null
                        : new Made(
                                made.getActions(),
                                resource(decision, made.getResource()),
                                made.getExpiresAt().toEpochMilli(),
                                made.getMaxUses()));
    }

    private static @Nullable String resource(Decision decision, @Nullable String resource) {
        if (resource == null || !resource.startsWith("params:")) {
            return resource;
        }
        try {
            String params =
                    Story.CODECS.request().decode(Waiting.bytes(decision)).getParams();
            return "same " + params.charAt(6) + params.charAt(params.length() - 3);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private void note(Decision decision, Map<Trace, Integer> seen) {
        waiting.removeIf(open -> open.getRequestDigest().equals(decision.getRequestDigest()));
        switch (decision.getOutcome()) {
            case PENDING -> waiting.add(decision);
            case APPROVED -> noteApproved(decision, seen);
            case DENIED -> {
                if (decision.getExplanation().contains("grants, expected fewer")) {
                    count(seen, Trace.REFUSED_FOR_ROOM);
                } else if (decision.getExplanation().contains("defaults.max_open_approvals")) {
                    count(seen, Trace.TOO_MANY_WAITED);
                }
            }
        }
    }

    private void noteApproved(Decision decision, Map<Trace, Integer> seen) {
        if (decision.getGrantId() != null) {
            count(seen, Trace.USED);
        }
        if (decision.getGrant() != null) {
            granted.add(decision.getRequestDigest());
            boolean byPeople = decision.getApproval() != null;
            count(
                    seen,
                    !byPeople ? Trace.ASKED_AND_ALLOWED : isAsked(decision) ? Trace.ASKED_AND_APPROVED : Trace.OFFERED);
        }
    }

    private static boolean isAsked(Decision decision) {
        try {
            return Story.CODECS.request().decode(Waiting.bytes(decision)).getGrant() != null;
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    private static void count(Map<Trace, Integer> seen, Trace trace) {
        seen.merge(trace, 1, Integer::sum);
    }

    private <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
