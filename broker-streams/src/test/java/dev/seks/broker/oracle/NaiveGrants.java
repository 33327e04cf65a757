// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what without asking again, worked out slowly from lists: requests, people and policies of one domain over
 * time. It knows plain rules only; a fault makes it wrong in one way, to see whether anybody would notice.
 */
public final class NaiveGrants {
    /** In the order of the catalogue; the last mints a credential, the one before names no resource. */
    public static final List<String> ACTIONS = List.of("repos.get", "repos.put", "repos.note", "keys.mint");

    public static final long ASKED_FOR_MS = 600_000;
    public static final int ROOM = 10;

    private final Fault fault;
    private final Map<String, List<Grant>> grants = new HashMap<>();
    private final Map<String, Pending> pending = new HashMap<>();
    private final Map<String, Integer> counted = new HashMap<>();
    private final Map<String, Integer> lost = new HashMap<>();
    private final Set<String> frozen = new LinkedHashSet<>();
    private final Map<String, Outcome> happened = new LinkedHashMap<>();
    private Side side;
    private long now;

    /** One thing that it does wrong. */
    public enum Fault {
        NONE,
        NEVER_ENDS_BY_TIME,
        ENDS_A_MOMENT_LATE,
        NEVER_ENDS_BY_USE,
        TAKES_ONE_USE_MORE,
        IS_NEVER_REVOKED,
        IS_NOT_ENDED_BY_WHO_GAVE_IT,
        IS_ENDED_BY_ANYBODY,
        OUTLIVES_ITS_POLICY,
        COVERS_ANY_AGENT,
        COVERS_ANY_SERVICE,
        COVERS_ANY_ACTION,
        COVERS_ANY_RESOURCE,
        REACHES_CREDENTIALS_BY_WILDCARD,
        OVERRIDES_A_DENY,
        SUPPLIES_AN_ALLOW,
        OVERRIDES_A_FREEZE,
        OVERRIDES_A_LIMIT,
        TAKES_NO_LIMIT,
        TAKES_A_USE_WHEN_HELD_BACK,
        STANDS_IN_FOR_ANYBODY,
        IS_GIVEN_BY_A_GRANT,
        IS_GIVEN_BY_ONE_OF_TWO,
        IS_GIVEN_WHERE_NOT_GRANTABLE,
        IS_LONGER_THAN_OFFERED,
        IGNORES_ITS_BOUNDS,
        IGNORES_A_DENIED_ACTION_IN_ITS_SCOPE,
        HAS_ROOM_FOR_EVER,
        LETS_ONE_MORE_WAIT,
        LETS_ONE_FEWER_WAIT,
        COUNTS_WHAT_HAS_EXPIRED,
        COUNTS_WHAT_IS_DECIDED,
        COUNTS_WAITS_OF_ALL_AGENTS,
        TAKES_A_LIMIT_WHEN_TOO_MANY_WAIT,
        HOLDS_BACK_WHAT_A_GRANT_COVERS
    }

    /** {@code verb} is deny, ask or allow; {@code onlyIn} is the one mode it holds in, null for all. */
    public record Rule(
            String verb,
            String pattern,
            List<String> groups,
            int quorum,
            boolean isSso,
            boolean isGrantable,
            @Nullable String onlyIn) {}

    /** A policy; rules by agent, a blank and the service. */
    public record Side(
            Map<String, List<Rule>> rules,
            Map<String, List<String>> groups,
            Map<String, String> owners,
            long maxTtlMs,
            int maxUses,
            int daily,
            int maxOpen) {}

    public record Ask(
            List<String> patterns,
            @Nullable String resource,
            long ttlMs,
            @Nullable Integer uses) {}

    public record Offer(long ttlMs, int uses) {}

    public record Request(
            String id,
            String agent,
            String service,
            String action,
            String target,
            String mode,
            @Nullable Ask ask) {
        String resource() {
            return action.equals("repos.note") ? "same " + target + mode : target;
        }
    }

    public record Made(List<String> patterns, @Nullable String resource, long untilMs, int uses) {}

    /** What became of one request; {@code grant} is the id of the request that the grant came with. */
    public record Outcome(
            String outcome,
            String reason,
            @Nullable String grant,
            @Nullable Made made) {
        static Outcome denied(String reason) {
            return new Outcome("DENIED", reason, null, null);
        }
    }

    private record Backer(String person, boolean isChat) {}

    private static final class Grant {
        final String id;
        final String service;
        final Made made;
        final List<Backer> backers;
        int used;

        Grant(Request request, Made made, List<Backer> backers) {
            this.id = request.id();
            this.service = request.service();
            this.made = made;
            this.backers = backers;
        }
    }

    private record Requirement(Set<String> groups, int quorum) {}

    private record Need(Set<Requirement> requirements, boolean isSso, boolean isGrantable) {
        Need and(Need other) {
            Set<Requirement> all = new LinkedHashSet<>(requirements);
            all.addAll(other.requirements);
            return new Need(all, isSso || other.isSso, isGrantable && other.isGrantable);
        }
    }

    /** {@code need} is null where nobody need approve; {@code reason} is null unless it is denied. */
    private record Judgement(
            @Nullable String reason, @Nullable Need need) {}

    private record Said(
            String person, boolean isChat, @Nullable Offer offer) {}

    private static final class Pending {
        final Request request;
        final long until;
        final List<Said> approving = new ArrayList<>();
        Need need;

        Pending(Request request, Need need, long until) {
            this.request = request;
            this.need = need;
            this.until = until;
        }
    }

    public NaiveGrants(Side first, Fault fault) {
        this.side = first;
        this.fault = fault;
    }

    private boolean is(Fault planted) {
        return fault == planted;
    }

    /** What the next event led to, by request. */
    public Map<String, Outcome> at(long timeMs, Runnable event) {
        now = timeMs;
        happened.clear();
        event.run();
        return new LinkedHashMap<>(happened);
    }

    public void request(Request request) {
        happened.put(request.id(), first(request));
    }

    private Outcome first(Request request) {
        if (isFrozen(request) && !(is(Fault.OVERRIDES_A_FREEZE) && covering(request, null) != null)) {
            return Outcome.denied("FROZEN");
        }
        Judgement judged = judge(request);
        Grant grant = covering(request, judged);
        if (grant == null && judged.reason() != null) {
            return Outcome.denied(judged.reason());
        }
        if (request.ask() != null && isFull(request.agent())) {
            return Outcome.denied("RATE_LIMITED");
        }
        boolean isAsked = grant == null && judged.need() != null;
        if (isCrowded(request.agent()) && (isAsked || (grant != null && is(Fault.HOLDS_BACK_WHAT_A_GRANT_COVERS)))) {
            if (is(Fault.TAKES_A_LIMIT_WHEN_TOO_MANY_WAIT)) {
                counted.merge(request.agent(), 1, Integer::sum);
            }
            return Outcome.denied("RATE_LIMITED");
        }
        int before = counted.getOrDefault(request.agent(), 0);
        if (before >= side.daily() && !(grant != null && is(Fault.OVERRIDES_A_LIMIT))) {
            if (grant != null && is(Fault.TAKES_A_USE_WHEN_HELD_BACK)) {
                grant.used++;
            }
            return Outcome.denied("RATE_LIMITED");
        }
        if (!(grant != null && is(Fault.TAKES_NO_LIMIT))) {
            counted.put(request.agent(), before + 1);
        }
        if (grant != null) {
            grant.used++;
            return new Outcome("APPROVED", "ALLOWED_BY_GRANT", grant.id, null);
        }
        if (judged.need() != null) {
            pending.put(request.id(), new Pending(request, judged.need(), now + ASKED_FOR_MS));
            return new Outcome("PENDING", "APPROVAL_REQUIRED", null, null);
        }
        Made made = request.ask() == null ? null : make(request, List.of(), List.of());
        return new Outcome("APPROVED", "ALLOWED_BY_RULE", null, made);
    }

    private boolean isCrowded(String agent) {
        long open = pending.values().stream()
                .filter(waiting -> waiting.request.agent().equals(agent) || is(Fault.COUNTS_WAITS_OF_ALL_AGENTS))
                .count();
        int most = side.maxOpen() + (is(Fault.LETS_ONE_MORE_WAIT) ? 1 : is(Fault.LETS_ONE_FEWER_WAIT) ? -1 : 0);
        return open + lost.getOrDefault(agent, 0) >= most;
    }

    private boolean isFrozen(Request request) {
        return frozen.contains(request.agent()) || frozen.contains(request.service());
    }

    private Judgement judge(Request request) {
        Judgement own = ruled(request.agent(), request.service(), request.action(), request.mode());
        if (own.reason() == null && request.ask() != null) {
            own = judgeAsk(request, request.ask());
        }
        return own.need() != null && !isFilled(own.need(), everybody(), request.agent())
                ? new Judgement("NO_APPROVER", null)
                : own;
    }

    private Judgement judgeAsk(Request request, Ask ask) {
        int uses = ask.uses() == null ? 1 : ask.uses();
        boolean isTooMuch = ask.ttlMs() > side.maxTtlMs() || uses > side.maxUses();
        if (isTooMuch && !is(Fault.IGNORES_ITS_BOUNDS)) {
            return new Judgement("INVALID_PARAMS", null);
        }
        boolean isOwn = reaches(ask.patterns(), request.action())
                && (ask.resource() == null || ask.resource().equals(request.resource()));
        return isOwn
                ? judgeScope(request.agent(), request.service(), ask.patterns())
                : new Judgement("INVALID_PARAMS", null);
    }

    private Judgement judgeScope(String agent, String service, List<String> patterns) {
        Need all = null;
        for (String action : ACTIONS) {
            if (!reaches(patterns, action)) {
                continue;
            }
            Judgement one = ruled(agent, service, action, null);
            if (one.reason() != null) {
                if (is(Fault.IGNORES_A_DENIED_ACTION_IN_ITS_SCOPE)) {
                    continue;
                }
                return one;
            }
            if (one.need() != null) {
                if (!one.need().isGrantable() && !is(Fault.IS_GIVEN_WHERE_NOT_GRANTABLE)) {
                    return new Judgement("DENIED_BY_RULE", null);
                }
                all = all == null ? one.need() : all.and(one.need());
            }
        }
        return new Judgement(null, all);
    }

    private boolean reaches(List<String> patterns, String action) {
        return patterns.stream()
                .anyMatch(pattern -> Glob.matches(pattern, action)
                        && (!action.equals("keys.mint")
                                || pattern.equals(action)
                                || is(Fault.REACHES_CREDENTIALS_BY_WILDCARD)));
    }

    /** Without a mode: what may have to be approved in some mode; whether one is denied is for each request to meet. */
    private Judgement ruled(String agent, String service, String action, @Nullable String mode) {
        Need need = null;
        boolean isAllowed = false;
        for (Rule rule : side.rules().getOrDefault(agent + " " + service, List.of())) {
            boolean isBlind = action.equals("keys.mint") && !rule.verb().equals("deny");
            if (!(isBlind ? rule.pattern().equals(action) : Glob.matches(rule.pattern(), action))) {
                continue;
            }
            boolean holds = mode == null
                    ? rule.onlyIn() == null || !rule.verb().equals("deny")
                    : rule.onlyIn() == null || rule.onlyIn().equals(mode);
            if (!holds) {
                continue;
            }
            switch (rule.verb()) {
                case "deny" -> {
                    return new Judgement("DENIED_BY_RULE", null);
                }
                case "ask" -> {
                    Need one = new Need(
                            Set.of(new Requirement(Set.copyOf(rule.groups()), rule.quorum())),
                            rule.isSso(),
                            rule.isGrantable());
                    need = need == null ? one : need.and(one);
                }
                default -> isAllowed = true;
            }
        }
        return need == null && !isAllowed ? new Judgement("NO_RULE", null) : new Judgement(null, need);
    }

    private @Nullable Grant covering(Request request, @Nullable Judgement judged) {
        if (request.ask() != null && !is(Fault.IS_GIVEN_BY_A_GRANT)) {
            return null;
        }
        boolean isLiftable = judged == null
                || (judged.need() != null && judged.need().isGrantable())
                || (is(Fault.OVERRIDES_A_DENY) && "DENIED_BY_RULE".equals(judged.reason()))
                || (is(Fault.SUPPLIES_AN_ALLOW) && "NO_RULE".equals(judged.reason()));
        if (!isLiftable) {
            return null;
        }
        Need need = judged == null ? null : judged.need();
        return grants.entrySet().stream()
                .filter(held -> held.getKey().equals(request.agent()) || is(Fault.COVERS_ANY_AGENT))
                .flatMap(held -> held.getValue().stream())
                .filter(this::isLive)
                .filter(grant -> grant.service.equals(request.service()) || is(Fault.COVERS_ANY_SERVICE))
                .filter(grant -> reaches(grant.made.patterns(), request.action()) || is(Fault.COVERS_ANY_ACTION))
                .filter(grant -> grant.made.resource() == null
                        || grant.made.resource().equals(request.resource())
                        || is(Fault.COVERS_ANY_RESOURCE))
                .filter(grant -> need == null || isBacked(grant, need, request.agent()))
                .findFirst()
                .orElse(null);
    }

    private boolean isLive(Grant grant) {
        boolean inTime = is(Fault.ENDS_A_MOMENT_LATE) ? now <= grant.made.untilMs() : now < grant.made.untilMs();
        int uses = is(Fault.TAKES_ONE_USE_MORE) ? grant.made.uses() + 1 : grant.made.uses();
        return (inTime || is(Fault.NEVER_ENDS_BY_TIME)) && (grant.used < uses || is(Fault.NEVER_ENDS_BY_USE));
    }

    private boolean isBacked(Grant grant, Need need, String agent) {
        if (is(Fault.STANDS_IN_FOR_ANYBODY)) {
            return true;
        }
        Set<String> people = new LinkedHashSet<>();
        for (Backer backer : grant.backers) {
            if (!need.isSso() || !backer.isChat()) {
                people.add(backer.person());
            }
        }
        return isFilled(need, people, agent);
    }

    private boolean isFull(String agent) {
        return grants.getOrDefault(agent, List.of()).stream()
                                .filter(this::isLive)
                                .count()
                        >= ROOM
                && !is(Fault.HAS_ROOM_FOR_EVER);
    }

    private Set<String> everybody() {
        Set<String> people = new LinkedHashSet<>();
        side.groups().values().forEach(people::addAll);
        return people;
    }

    private Set<String> members(Set<String> groups, Set<String> people, String agent) {
        Set<String> members = new LinkedHashSet<>();
        for (String group : groups) {
            side.groups().getOrDefault(group, List.of()).stream()
                    .filter(people::contains)
                    .filter(person -> !person.equals(side.owners().get(agent)))
                    .forEach(members::add);
        }
        return members;
    }

    /** Enough of them for each requirement, and one of their own for each group, tried in every way. */
    private boolean isFilled(Need need, Set<String> people, String agent) {
        Set<String> groups = new LinkedHashSet<>();
        int quorum = 1;
        for (Requirement requirement : need.requirements()) {
            groups.addAll(requirement.groups());
            quorum = Math.max(quorum, requirement.quorum());
            if (members(requirement.groups(), people, agent).size() < requirement.quorum()) {
                return false;
            }
        }
        return members(groups, people, agent).size() >= quorum
                && isSeated(List.copyOf(groups), members(groups, people, agent), agent);
    }

    private boolean isSeated(List<String> groups, Set<String> free, String agent) {
        if (groups.isEmpty()) {
            return true;
        }
        for (String person : members(Set.of(groups.get(0)), free, agent)) {
            Set<String> others = new LinkedHashSet<>(free);
            others.remove(person);
            if (isSeated(groups.subList(1, groups.size()), others, agent)) {
                return true;
            }
        }
        return false;
    }

    /** {@code verdict} is of somebody about a request that may wait. */
    public void verdict(String id, String person, boolean isApproval, boolean isChat, @Nullable Offer offer) {
        Pending waiting = pending.get(id);
        if (waiting == null) {
            return;
        }
        if (now >= waiting.until) {
            end(waiting, Outcome.denied("APPROVAL_EXPIRED"));
            return;
        }
        Need need = waiting.need;
        Set<String> groups = new LinkedHashSet<>();
        need.requirements().forEach(requirement -> groups.addAll(requirement.groups()));
        boolean isAsked =
                members(groups, Set.of(person), waiting.request.agent()).contains(person);
        boolean isFirst = !isApproval
                || waiting.approving.stream().noneMatch(said -> said.person().equals(person));
        boolean isSure = !need.isSso() || !isChat || !isApproval;
        boolean isInBounds = !isApproval
                || offer == null
                || is(Fault.IGNORES_ITS_BOUNDS)
                || (offer.ttlMs() <= side.maxTtlMs() && offer.uses() <= side.maxUses());
        boolean isGiveable =
                !isApproval || offer == null || need.isGrantable() || is(Fault.IS_GIVEN_WHERE_NOT_GRANTABLE);
        if (isAsked && isFirst && isSure && isInBounds && isGiveable) {
            if (isApproval) {
                waiting.approving.add(new Said(person, isChat, offer));
                weigh(waiting, true);
            } else {
                end(waiting, Outcome.denied("DENIED_BY_PERSON"));
            }
        }
    }

    private void weigh(Pending waiting, boolean isVerdict) {
        Request request = waiting.request;
        Judgement judged = judge(request);
        if (judged.reason() != null) {
            end(waiting, Outcome.denied(judged.reason()));
            return;
        }
        waiting.need = judged.need() == null ? waiting.need : waiting.need.and(judged.need());
        if (!isFilled(waiting.need, everybody(), request.agent())) {
            end(waiting, Outcome.denied("NO_APPROVER"));
            return;
        }
        Set<String> people = new LinkedHashSet<>();
        waiting.approving.forEach(said -> people.add(said.person()));
        if (isFilled(waiting.need, people, request.agent())) {
            end(waiting, new Outcome("APPROVED", "APPROVED_BY_PEOPLE", null, given(waiting)));
        } else if (isVerdict) {
            happened.put(request.id(), new Outcome("PENDING", "APPROVAL_REQUIRED", null, null));
        }
    }

    private @Nullable Made given(Pending waiting) {
        Request request = waiting.request;
        Set<String> groups = new LinkedHashSet<>();
        waiting.need.requirements().forEach(requirement -> groups.addAll(requirement.groups()));
        List<Said> entitled = waiting.approving.stream()
                .filter(said ->
                        members(groups, Set.of(said.person()), request.agent()).contains(said.person()))
                .toList();
        List<Said> offering =
                entitled.stream().filter(said -> said.offer() != null).toList();
        List<Said> behind = request.ask() != null ? entitled : offering;
        Set<String> people = new LinkedHashSet<>();
        behind.forEach(said -> people.add(said.person()));
        boolean isThought = request.ask() != null || !offering.isEmpty();
        boolean isEnough =
                isFilled(waiting.need, people, request.agent()) || (is(Fault.IS_GIVEN_BY_ONE_OF_TWO) && isThought);
        boolean isGiveable = waiting.need.isGrantable() || is(Fault.IS_GIVEN_WHERE_NOT_GRANTABLE);
        return isThought && isEnough && isGiveable && !isFull(request.agent())
                ? make(
                        request,
                        behind.stream()
                                .map(said -> new Backer(said.person(), said.isChat()))
                                .toList(),
                        offering)
                : null;
    }

    private Made make(Request request, List<Backer> backers, List<Said> offering) {
        Ask ask = request.ask();
        long ttlMs = ask == null ? side.maxTtlMs() : ask.ttlMs();
        int uses = ask == null || ask.uses() == null ? side.maxUses() : ask.uses();
        for (Said said : offering) {
            ttlMs = is(Fault.IS_LONGER_THAN_OFFERED)
                    ? ttlMs
                    : Math.min(ttlMs, said.offer().ttlMs());
            uses = Math.min(uses, said.offer().uses());
        }
        Made made = new Made(
                ask == null ? List.of(request.action()) : ask.patterns(),
                ask == null ? request.resource() : ask.resource(),
                now + ttlMs,
                uses);
        grants.computeIfAbsent(request.agent(), agent -> new ArrayList<>()).add(new Grant(request, made, backers));
        return made;
    }

    private void end(Pending waiting, Outcome outcome) {
        pending.remove(waiting.request.id());
        boolean isExpired = "APPROVAL_EXPIRED".equals(outcome.reason());
        if (isExpired ? is(Fault.COUNTS_WHAT_HAS_EXPIRED) : is(Fault.COUNTS_WHAT_IS_DECIDED)) {
            lost.merge(waiting.request.agent(), 1, Integer::sum);
        }
        happened.put(waiting.request.id(), outcome);
    }

    /** Time has passed, and the log says so. */
    public void tick() {
        inOrder().stream()
                .filter(waiting -> now >= waiting.until)
                .forEach(waiting -> end(waiting, Outcome.denied("APPROVAL_EXPIRED")));
    }

    /** An operator ends a grant; whether one ended. */
    public boolean revoke(String id) {
        return !is(Fault.IS_NEVER_REVOKED) && end(id, grant -> true);
    }

    /** A person says that it is to end; only one of those who gave it is heard. Whether it ended. */
    public boolean revoke(String id, String person) {
        return !is(Fault.IS_NOT_ENDED_BY_WHO_GAVE_IT) && end(id, grant -> isGiver(person, grant));
    }

    private boolean end(String id, Predicate<Grant> which) {
        boolean ended = false;
        for (List<Grant> held : grants.values()) {
            ended |= held.removeIf(grant -> grant.id.equals(id) && isLive(grant) && which.test(grant));
        }
        return ended;
    }

    private boolean isGiver(String person, Grant grant) {
        return is(Fault.IS_ENDED_BY_ANYBODY)
                || grant.backers.stream().anyMatch(backer -> backer.person().equals(person));
    }

    public void freeze(String name) {
        frozen.add(name);
        inOrder().stream()
                .filter(waiting -> isFrozen(waiting.request))
                .forEach(waiting -> end(waiting, Outcome.denied("FROZEN")));
    }

    public void unfreeze(String name) {
        frozen.remove(name);
    }

    public void policy(Side next) {
        side = next;
        if (!is(Fault.OUTLIVES_ITS_POLICY)) {
            grants.forEach((agent, held) -> held.removeIf(grant -> isLive(grant) && !isStillCovered(agent, grant)));
        }
        for (Pending waiting : inOrder()) {
            if (now >= waiting.until) {
                end(waiting, Outcome.denied("APPROVAL_EXPIRED"));
            } else {
                weigh(waiting, false);
            }
        }
    }

    private boolean isStillCovered(String agent, Grant grant) {
        boolean isInBounds =
                grant.made.untilMs() - now <= side.maxTtlMs() && grant.made.uses() - grant.used <= side.maxUses();
        Judgement judged = judgeScope(agent, grant.service, grant.made.patterns());
        return isInBounds
                && judged.reason() == null
                && (judged.need() == null || isBacked(grant, judged.need(), agent));
    }

    private List<Pending> inOrder() {
        return pending.values().stream()
                .sorted(Comparator.comparing((Pending waiting) -> waiting.until)
                        .thenComparing(waiting -> waiting.request.agent())
                        .thenComparing(waiting -> waiting.request.id()))
                .toList();
    }
}
