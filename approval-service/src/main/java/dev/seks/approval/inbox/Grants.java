// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.inbox;

import dev.seks.schemas.grant.GivenGrant;
import dev.seks.schemas.grant.GrantLedger;
import dev.seks.schemas.grant.GrantState;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** What agents may do for some time without asking again, and what of it has ended lately. Safe for use by many threads. */
public final class Grants {
    /** How many grants are remembered; those whose time is over first are forgotten first. */
    public static final int MAX_KEPT = 10_000;

    /** For how long a grant that has ended is shown; how one ended before that is not known here. */
    public static final Duration LATELY = Duration.ofDays(1);

    private final GrantLedger ledger = new GrantLedger(MAX_KEPT);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Has {@code listener} told when a grant is made, used or ended by somebody; it must neither block nor throw. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Takes in an approval, in the order of the log. */
    public void take(Decision decision) {
        boolean changed;
        synchronized (this) {
            changed = ledger.take(decision);
        }
        tell(changed);
    }

    /** Takes in an entry of the journal. */
    public void take(JournalEntry entry) {
        boolean changed;
        synchronized (this) {
            changed = ledger.take(entry);
        }
        tell(changed);
    }

    private void tell(boolean changed) {
        if (changed) {
            listeners.forEach(Runnable::run);
        }
    }

    /** The grant with this id, if it is remembered. */
    public synchronized Optional<GivenGrant> find(String id) {
        return ledger.find(id);
    }

    /** Those that hold, the first to end in front. */
    public synchronized List<GivenGrant> live(Instant now) {
        return ledger.lasting(now).stream()
                .filter(grant -> grant.state(now) == GrantState.LIVE)
                .toList();
    }

    /** Those that have ended lately, the last one first. */
    public synchronized List<GivenGrant> ended(Instant now) {
        return ledger.grants().stream()
                .filter(grant -> grant.state(now) != GrantState.LIVE && isShown(grant, now))
                .sorted(Comparator.comparing((GivenGrant grant) -> end(grant, now))
                        .reversed()
                        .thenComparing(GivenGrant::id))
                .toList();
    }

    /** Whether it holds or has ended lately. */
    public static boolean isShown(GivenGrant grant, Instant now) {
        return !end(grant, now).isBefore(now.minus(LATELY));
    }

    private static Instant end(GivenGrant grant, Instant now) {
        return grant.endedAt(now).orElse(grant.made().getExpiresAt());
    }

    synchronized void clear() {
        ledger.clear();
    }
}
