// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.topology;

import dev.seks.broker.decision.Backlog;
import dev.seks.broker.decision.RequestKey;
import dev.seks.schemas.approval.Escalations;
import dev.seks.schemas.control.Freeze;
import dev.seks.schemas.record.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * When open requests expire and when more people are to be asked about them, earliest first, by domain; and by agent.
 * Kept in memory and rebuilt from the store when a task starts: it is an index, not state.
 *
 * <p>INVARIANT: an open request stands in it exactly once, so what it counts is what is open.
 */
final class Deadlines {
    private static final Comparator<Deadline> ORDER = Comparator.comparing(Deadline::at)
            .thenComparing(deadline -> deadline.key().agent())
            .thenComparing(deadline -> deadline.key().requestId());

    private final Map<String, OfDomain> byDomain = new HashMap<>();

    /** {@code service}: of the request. */
    private record Deadline(Instant at, RequestKey key, String service) {}

    private record OfDomain(
            TreeSet<Deadline> all,
            Map<String, TreeSet<Deadline>> byAgent,
            TreeSet<Deadline> escalating,
            Map<RequestKey, Deadline> escalatingByKey,
            Map<String, RequestKey> byDigest) {
        OfDomain() {
            this(new TreeSet<>(ORDER), new HashMap<>(), new TreeSet<>(ORDER), new HashMap<>(), new HashMap<>());
        }

        /** Replaces what was due before; null for nothing. */
        void escalate(RequestKey key, @Nullable Deadline due) {
            Deadline before = due == null ? escalatingByKey.remove(key) : escalatingByKey.put(key, due);
            if (before != null) {
                escalating.remove(before);
            }
            if (due != null) {
                escalating.add(due);
            }
        }

        Instant earliest() {
            Instant expiry = all.first().at();
            return escalating.isEmpty() || expiry.isBefore(escalating.first().at())
                    ? expiry
                    : escalating.first().at();
        }

        TreeSet<Deadline> of(String agent) {
            return byAgent.computeIfAbsent(agent, name -> new TreeSet<>(ORDER));
        }
    }

    void clear() {
        byDomain.clear();
    }

    void add(RequestKey key, Decision open) {
        Deadline deadline = new Deadline(open.getApproval().getExpiresAt(), key, open.getService());
        OfDomain domain = byDomain.computeIfAbsent(key.domain(), name -> new OfDomain());
        domain.byDigest().put(open.getRequestDigest(), key);
        domain.all().add(deadline);
        domain.of(key.agent()).add(deadline);
        domain.escalate(
                key,
                Escalations.next(open.getApproval())
                        .map(step -> new Deadline(step.at(), key, open.getService()))
                        .orElse(null));
    }

    void remove(RequestKey key, Decision open) {
        OfDomain domain = byDomain.get(key.domain());
        if (domain == null) {
            return;
        }
        Deadline deadline = new Deadline(open.getApproval().getExpiresAt(), key, open.getService());
        domain.byDigest().remove(open.getRequestDigest());
        domain.all().remove(deadline);
        domain.escalate(key, null);
        TreeSet<Deadline> ofAgent = domain.of(key.agent());
        ofAgent.remove(deadline);
        if (ofAgent.isEmpty()) {
            domain.byAgent().remove(key.agent());
        }
        if (domain.all().isEmpty()) {
            byDomain.remove(key.domain());
        }
    }

    /** The open requests of a domain, at most {@code most}, that expire no later than {@code until}; null for all. */
    List<RequestKey> first(String domain, int most, @Nullable Instant until) {
        OfDomain ofDomain = byDomain.get(domain);
        return ofDomain == null ? List.of() : first(ofDomain.all(), most, until);
    }

    /** The open requests of a domain, at most {@code most}, that the freeze covers, those that expire first in front. */
    List<RequestKey> covered(String domain, Freeze freeze, int most) {
        OfDomain ofDomain = byDomain.get(domain);
        return ofDomain == null
                ? List.of()
                : ofDomain.all().stream()
                        .filter(deadline -> freeze.covers(deadline.key().agent(), deadline.service()))
                        .limit(most)
                        .map(Deadline::key)
                        .toList();
    }

    /** The open request with this digest, or null. */
    @Nullable
    RequestKey find(String domain, String requestDigest) {
        OfDomain ofDomain = byDomain.get(domain);
        return ofDomain == null ? null : ofDomain.byDigest().get(requestDigest);
    }

    /** The open requests of a domain, at most {@code most}, about which more people are to be asked by {@code now}. */
    List<RequestKey> escalating(String domain, int most, Instant now) {
        OfDomain ofDomain = byDomain.get(domain);
        return ofDomain == null ? List.of() : first(ofDomain.escalating(), most, now);
    }

    private static List<RequestKey> first(TreeSet<Deadline> deadlines, int most, @Nullable Instant until) {
        List<RequestKey> keys = new ArrayList<>();
        for (Deadline deadline : deadlines) {
            if (keys.size() == most || (until != null && deadline.at().isAfter(until))) {
                break;
            }
            keys.add(deadline.key());
        }
        return keys;
    }

    /** The open requests of one agent. */
    Backlog backlog(String domain, String agent) {
        OfDomain ofDomain = byDomain.get(domain);
        TreeSet<Deadline> ofAgent = ofDomain == null ? null : ofDomain.byAgent().get(agent);
        return ofAgent == null
                ? Backlog.NONE
                : new Backlog(ofAgent.size(), ofAgent.first().at());
    }

    /** The earliest deadline of each domain in which one has passed at {@code now}. */
    Map<String, Instant> due(Instant now) {
        Map<String, Instant> due = new HashMap<>();
        byDomain.forEach((domain, deadlines) -> {
            Instant earliest = deadlines.earliest();
            if (!earliest.isAfter(now)) {
                due.put(domain, earliest);
            }
        });
        return due;
    }

    int size() {
        return byDomain.values().stream()
                .mapToInt(domain -> domain.all().size())
                .sum();
    }
}
