// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.grant;

import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.GrantEnd;
import dev.seks.schemas.record.JournalEntry;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Grants added up from decisions, in the order of the log, and from journal entries, whenever they come. Bounded: when it
 * is full it forgets the grant whose time is over first. For use by one thread.
 */
public final class GrantLedger {
    private static final Comparator<Last> FIRST_TO_GO =
            Comparator.comparing(Last::until).thenComparing(Last::id);
    private static final Comparator<GivenGrant> FIRST_GIVEN = Comparator.comparing(
                    (GivenGrant grant) -> grant.origin().givenAt())
            .thenComparing(grant -> grant.origin().seq())
            .thenComparing(GivenGrant::id);

    /** Sorts behind every id, since those are of hexadecimal digits. */
    private static final String BEHIND_IDS = "g";

    private final int most;
    private final Map<String, GivenGrant> grants = new HashMap<>();
    private final NavigableSet<Last> lasting = new TreeSet<>(FIRST_TO_GO);
    private final Map<String, Early> early = new LinkedHashMap<>();

    private record Last(Instant until, String id) {}

    /** An end whose grant has not been read yet. */
    private record Early(String domain, GivenGrant.Ended end) {}

    /** {@code most}: how many grants are kept. */
    public GrantLedger(int most) {
        if (most < 1) {
            throw new IllegalArgumentException(most + " grants kept, expected 1 or more");
        }
        this.most = most;
    }

    /** Takes in a decision that came with a grant or was covered by one; whether that changed anything. */
    public boolean take(Decision decision) {
        boolean isMade = make(decision);
        return use(decision) || isMade;
    }

    private boolean make(Decision decision) {
        String id = decision.getRequestDigest();
        if (decision.getGrant() == null || grants.containsKey(id)) {
            return false;
        }
        GivenGrant made = new GivenGrant(GrantOrigin.of(decision), decision.getGrant(), 0, null, null);
        Early end = early.remove(id);
        grants.put(id, end != null && end.domain().equals(made.domain()) ? made.endedBy(end.end()) : made);
        lasting.add(new Last(made.made().getExpiresAt(), id));
        if (grants.size() > most) {
            grants.remove(lasting.pollFirst().id());
        }
        return true;
    }

    private boolean use(Decision decision) {
        GivenGrant grant = decision.getGrantId() == null ? null : grants.get(decision.getGrantId());
        if (grant == null || !grant.domain().equals(decision.getDomain())) {
            return false;
        }
        grants.put(grant.id(), grant.usedAt(decision.getDecidedAt()));
        return true;
    }

    /** Takes in what an event ended; whether that changed anything. */
    public boolean take(JournalEntry entry) {
        if (entry.getGrantsEnded() == null) {
            return false;
        }
        entry.getGrantsEnded().forEach(end -> end(entry, end));
        return true;
    }

    private void end(JournalEntry entry, GrantEnd end) {
        GivenGrant.Ended ended = new GivenGrant.Ended(end.getCause(), end.getPerson(), entry.getAt());
        GivenGrant grant = grants.get(end.getGrantId());
        if (grant == null) {
            early.putIfAbsent(end.getGrantId(), new Early(entry.getDomain(), ended));
            if (early.size() > most) {
                early.remove(early.keySet().iterator().next());
            }
        } else if (grant.domain().equals(entry.getDomain())) {
            grants.put(grant.id(), grant.endedBy(ended));
        }
    }

    /** The grant with this id, if it is known. */
    public Optional<GivenGrant> find(String id) {
        return Optional.ofNullable(grants.get(id));
    }

    /** Every grant that is known, the first given in front. */
    public List<GivenGrant> grants() {
        return grants.values().stream().sorted(FIRST_GIVEN).toList();
    }

    /** The grants whose time is not over, the first to end in front. */
    public List<GivenGrant> lasting(Instant now) {
        return lasting.tailSet(new Last(now, BEHIND_IDS), false).stream()
                .map(last -> grants.get(last.id()))
                .toList();
    }

    /** Forgets everything. */
    public void clear() {
        grants.clear();
        lasting.clear();
        early.clear();
    }
}
