// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.topology;

import dev.seks.broker.decision.RequestKey;
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
 * When open requests expire, earliest first, domain by domain. Kept in memory and rebuilt from the store when a task
 * starts: it is an index, not state.
 */
final class Deadlines {
    private static final Comparator<Deadline> ORDER = Comparator.comparing(Deadline::at)
            .thenComparing(deadline -> deadline.key().agent())
            .thenComparing(deadline -> deadline.key().requestId());

    private final Map<String, TreeSet<Deadline>> byDomain = new HashMap<>();

    private record Deadline(Instant at, RequestKey key) {}

    void clear() {
        byDomain.clear();
    }

    void add(RequestKey key, Decision open) {
        byDomain.computeIfAbsent(key.domain(), domain -> new TreeSet<>(ORDER))
                .add(new Deadline(open.getApproval().getExpiresAt(), key));
    }

    void remove(RequestKey key, Decision open) {
        TreeSet<Deadline> deadlines = byDomain.get(key.domain());
        if (deadlines != null) {
            deadlines.remove(new Deadline(open.getApproval().getExpiresAt(), key));
            if (deadlines.isEmpty()) {
                byDomain.remove(key.domain());
            }
        }
    }

    /** The open requests of a domain, at most {@code most}, that expire no later than {@code until}; null for all. */
    List<RequestKey> first(String domain, int most, @Nullable Instant until) {
        List<RequestKey> keys = new ArrayList<>();
        for (Deadline deadline : byDomain.getOrDefault(domain, new TreeSet<>(ORDER))) {
            if (keys.size() == most || (until != null && deadline.at().isAfter(until))) {
                break;
            }
            keys.add(deadline.key());
        }
        return keys;
    }

    /** The earliest deadline of each domain in which one has passed at {@code now}. */
    Map<String, Instant> due(Instant now) {
        Map<String, Instant> due = new HashMap<>();
        byDomain.forEach((domain, deadlines) -> {
            Instant earliest = deadlines.first().at();
            if (!earliest.isAfter(now)) {
                due.put(domain, earliest);
            }
        });
        return due;
    }

    int size() {
        return byDomain.values().stream().mapToInt(TreeSet::size).sum();
    }
}
