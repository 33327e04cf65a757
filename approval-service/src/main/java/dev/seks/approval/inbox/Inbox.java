// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.inbox;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests that wait for people and those recently decided, by request digest, and the {@link Grants} that came of
 * them. Fed with decisions in any order
 * between topics, it ends in the same state: of two decisions about a request the one with the higher seq wins, and only
 * a decision of the same domain ends a wait. Safe for use by many threads.
 */
public final class Inbox {
    /** How many requests may wait at once; further ones are not shown and expire. */
    public static final int MAX_OPEN = 20_000;

    /** How many decided requests are remembered. */
    public static final int MAX_DECIDED = 5_000;

    /** How many decisions are kept whose pending record has not been read yet. */
    static final int MAX_EARLY = 10_000;

    /** For how long an expired request is shown when the decision that says so does not come. */
    static final Duration EXPIRED_SHOWN = Duration.ofHours(24);

    /** The shortest beginning of a digest that may stand for it. */
    public static final int MIN_PREFIX = 6;

    private static final Pattern DIGEST_PREFIX =
            Pattern.compile("[0-9a-f]{" + MIN_PREFIX + "," + Digest.HEX_LENGTH + "}");
    private static final Comparator<InboxEntry> NEXT_TO_EXPIRE =
            Comparator.comparing(InboxEntry::expiresAt).thenComparing(InboxEntry::digest);
    private static final Comparator<InboxEntry> LAST_DECIDED = Comparator.comparing(
                    (InboxEntry entry) -> entry.latest().getDecidedAt())
            .reversed()
            .thenComparing(InboxEntry::digest);
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final NavigableMap<String, InboxEntry> open = new TreeMap<>();
    private final Map<String, InboxEntry> decided = new Newest<>(MAX_DECIDED);
    private final Map<String, Decision> early = new Newest<>(MAX_EARLY);
    private final Grants grants = new Grants();
    private long era;
    private final List<Consumer<InboxEntry>> listeners = new CopyOnWriteArrayList<>();

    /**
     * Has {@code listener} told of each request that begins to wait, is answered by somebody, or is decided, as it stands
     * then; it must neither block nor throw, nor ask the inbox anything before it has returned.
     */
    public void onChange(Consumer<InboxEntry> listener) {
        listeners.add(listener);
    }

    /** What agents were granted. */
    public Grants grants() {
        return grants;
    }

    /** Takes in a decision that left {@code request} waiting, for the first time or with more verdicts. */
    public synchronized void pending(Decision decision, CapabilityRequest request, int partition) {
        String digest = decision.getRequestDigest();
        InboxEntry entry = new InboxEntry(decision, request, partition, null);
        Decision ended = early.get(digest);
        if (ended != null && ends(ended, decision)) {
            early.remove(digest);
            InboxEntry closed = entry.closedBy(ended);
            decided.put(digest, closed);
            tell(closed);
            return;
        }
        InboxEntry done = decided.get(digest);
        InboxEntry known = done != null ? done : open.get(digest);
        if (known != null && known.latest().getSeq() >= decision.getSeq()) {
            return;
        }
        if (known == null && open.size() >= MAX_OPEN) {
            LOG.warn("{} requests wait already: request {} is not shown and will expire", MAX_OPEN, digest);
            return;
        }
        decided.remove(digest);
        open.put(digest, entry);
        tell(entry);
    }

    /** Takes in an approval or a denial; one about which no people were asked changes nothing. */
    public synchronized void decided(Decision decision) {
        String digest = decision.getRequestDigest();
        InboxEntry entry = open.get(digest);
        if (entry != null && ends(decision, entry.pending())) {
            open.remove(digest);
            InboxEntry closed = entry.closedBy(decision);
            decided.put(digest, closed);
            tell(closed);
        } else if (entry == null && decision.getApproval() != null && !decided.containsKey(digest)) {
            early.put(digest, decision);
        }
    }

    private void tell(InboxEntry entry) {
        listeners.forEach(listener -> listener.accept(entry));
    }

    /** INVARIANT: bytes copied into another domain or partition yield the same digest, never the same domain. */
    private static boolean ends(Decision decision, Decision pending) {
        return decision.getDomain().equals(pending.getDomain()) && decision.getSeq() > pending.getSeq();
    }

    /** The request with exactly this digest, if it waits or was decided lately. */
    public synchronized Optional<InboxEntry> get(String digest) {
        InboxEntry waiting = open.get(digest);
        return Optional.ofNullable(waiting == null ? decided.get(digest) : waiting);
    }

    /** The request whose digest is, or begins with, {@code prefix}. */
    public synchronized Lookup find(String prefix) {
        if (!DIGEST_PREFIX.matcher(prefix).matches()) {
            return new Lookup.NotADigest();
        }
        List<InboxEntry> found = new ArrayList<>();
        for (InboxEntry entry : open.tailMap(prefix, true).values()) {
            if (!entry.digest().startsWith(prefix) || found.size() > 1) {
                break;
            }
            found.add(entry);
        }
        decided.values().stream()
                .filter(entry -> entry.digest().startsWith(prefix))
                .forEach(found::add);
        if (found.isEmpty()) {
            return new Lookup.NotFound();
        }
        return found.size() == 1 ? new Lookup.Found(found.get(0)) : new Lookup.Ambiguous();
    }

    /** The requests that still wait at {@code now}, the next to expire first. */
    public synchronized List<InboxEntry> open(Instant now) {
        forgetLongExpired(now);
        return open.values().stream()
                .filter(entry -> entry.state(now) == EntryState.OPEN)
                .sorted(NEXT_TO_EXPIRE)
                .toList();
    }

    /** The requests decided lately, the last one first. */
    public synchronized List<InboxEntry> decided() {
        return decided.values().stream().sorted(LAST_DECIDED).toList();
    }

    /**
     * The requests that wait and would do exactly what this one would, itself among them if it waits, the next to expire
     * first.
     */
    public synchronized List<InboxEntry> same(InboxEntry entry, Instant now) {
        SameEffect effect = SameEffect.of(entry);
        return open.values().stream()
                .filter(other -> other.state(now) == EntryState.OPEN
                        && SameEffect.of(other).equals(effect))
                .sorted(NEXT_TO_EXPIRE)
                .toList();
    }

    /** Requests of the same agent for the same action that were decided lately, the last one first. */
    public synchronized List<InboxEntry> history(InboxEntry entry) {
        SameEffect effect = SameEffect.of(entry);
        return decided.values().stream()
                .filter(other -> !other.digest().equals(entry.digest())
                        && SameEffect.of(other).isSimilar(effect))
                .sorted(LAST_DECIDED)
                .toList();
    }

    /** How often everything was forgotten: what was seen in one era and not in the next may still be there. */
    public synchronized long era() {
        return era;
    }

    /** Forgets everything, before it is read again from the topics. */
    public synchronized void clear() {
        era++;
        open.clear();
        decided.clear();
        early.clear();
        grants.clear();
    }

    private void forgetLongExpired(Instant now) {
        Instant oldest = now.minus(EXPIRED_SHOWN);
        for (Iterator<InboxEntry> each = open.values().iterator(); each.hasNext(); ) {
            if (each.next().expiresAt().isBefore(oldest)) {
                each.remove();
            }
        }
    }
}
