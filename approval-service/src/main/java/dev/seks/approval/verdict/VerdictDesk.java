// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.verdict;

import dev.seks.approval.inbox.EntryState;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.inbox.Lookup;
import dev.seks.schemas.grant.GivenGrant;
import dev.seks.schemas.grant.GrantState;
import dev.seks.schemas.record.GrantOffer;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what people say about requests, and of grants that they are to end. A verdict is published only when the person is
 * entitled and the request waits, or the grant holds; every attempt, refused ones too, is logged and told to an
 * observer. Safe for use by many threads.
 */
public final class VerdictDesk {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{1,64}");
    private static final Logger LOG = LoggerFactory.getLogger(VerdictDesk.class);

    private final Inbox inbox;
    private final VerdictPublisher publisher;
    private final Clock clock;
    private final BiConsumer<VerdictAttempt, VerdictOutcome> observer;
    private final Answers answers = new Answers();
    private final Revocations revocations = new Revocations();

    /** {@code observer} hears of every attempt and must neither block nor throw. */
    public VerdictDesk(
            Inbox inbox, VerdictPublisher publisher, Clock clock, BiConsumer<VerdictAttempt, VerdictOutcome> observer) {
        this.inbox = inbox;
        this.publisher = publisher;
        this.clock = clock;
        this.observer = observer;
    }

    /** Takes one attempt; when it returns ACCEPTED the verdict is written and acknowledged. */
    public VerdictOutcome decide(VerdictAttempt attempt) {
        VerdictOutcome outcome = attempt.choice() == VerdictChoice.REVOKE ? revoke(attempt) : judge(attempt);
        log(attempt, outcome);
        observer.accept(attempt, outcome);
        return outcome;
    }

    private VerdictOutcome judge(VerdictAttempt attempt) {
        Lookup lookup = inbox.find(attempt.digest());
        if (lookup instanceof Lookup.Found found) {
            return decide(attempt, found.entry());
        } else if (lookup instanceof Lookup.Ambiguous) {
            return VerdictOutcome.AMBIGUOUS;
        }
        return lookup instanceof Lookup.NotADigest ? VerdictOutcome.NOT_A_DIGEST : VerdictOutcome.UNKNOWN_REQUEST;
    }

    /** Whether a verdict about the request was published and has had no effect yet. */
    public boolean isAnswered(InboxEntry entry) {
        return answers.isOnItsWay(entry, clock.instant());
    }

    /** Whether somebody's word that the grant is to end was published and has had no effect yet. */
    public boolean isEnding(GivenGrant grant) {
        Instant now = clock.instant();
        return grant.state(now) == GrantState.LIVE && revocations.isOnItsWay(grant.id(), now);
    }

    private VerdictOutcome revoke(VerdictAttempt attempt) {
        Instant now = clock.instant();
        Optional<GivenGrant> found = inbox.grants().find(attempt.digest());
        if (found.isEmpty()) {
            return VerdictOutcome.UNKNOWN_GRANT;
        }
        GivenGrant grant = found.get();
        if (Authority.authorize(attempt.person(), grant) != Authorization.ALLOWED) {
            return VerdictOutcome.NOT_THE_GIVER;
        }
        if (attempt.comment() != null && attempt.comment().length() > VerdictAttempt.MAX_COMMENT) {
            return VerdictOutcome.COMMENT_TOO_LONG;
        }
        if (grant.state(now) != GrantState.LIVE || !revocations.reserve(grant.id(), now)) {
            return VerdictOutcome.GRANT_ENDED;
        }
        return publish(
                revocation(attempt, grant, now), grant.origin().partition(), () -> revocations.release(grant.id()));
    }

    private VerdictOutcome decide(VerdictAttempt attempt, InboxEntry entry) {
        Instant now = clock.instant();
        switch (Authority.authorize(attempt, entry)) {
            case ALLOWED -> {}
            case NOT_ENTITLED -> {
                return VerdictOutcome.NOT_ENTITLED;
            }
            case NOT_SIGNED_ON -> {
                return VerdictOutcome.NOT_SIGNED_ON;
            }
        }
        if (attempt.comment() != null && attempt.comment().length() > VerdictAttempt.MAX_COMMENT) {
            return VerdictOutcome.COMMENT_TOO_LONG;
        }
        if (attempt.grant() != null
                && !isWithin(attempt.grant(), entry.approval().getMaxGrant())) {
            return VerdictOutcome.NOT_GRANTABLE;
        }
        EntryState state = entry.state(now);
        if (state != EntryState.OPEN) {
            return state == EntryState.EXPIRED ? VerdictOutcome.EXPIRED : VerdictOutcome.ALREADY_DECIDED;
        }
        if (!answers.reserve(entry, attempt.person(), attempt.choice(), now)) {
            return VerdictOutcome.ALREADY_ANSWERED;
        }
        return publish(verdict(attempt, entry, now), entry.partition(), () -> answers.release(entry, attempt.person()));
    }

    /** The broker would void the whole approval: better that the person hears of it. */
    private static boolean isWithin(GrantOffer offer, @Nullable GrantOffer most) {
        return most != null
                && offer.getTtlMs() > 0
                && offer.getTtlMs() <= most.getTtlMs()
                && offer.getMaxUses() > 0
                && offer.getMaxUses() <= most.getMaxUses();
    }

    private VerdictOutcome publish(Verdict verdict, int partition, Runnable takeBack) {
        boolean published = false;
        try {
            publisher.publish(verdict, partition);
            published = true;
            return VerdictOutcome.ACCEPTED;
        } catch (VerdictPublisher.PublishException e) {
            LOG.warn("a verdict about request {} was not acknowledged", verdict.getRequestDigest(), e);
            return VerdictOutcome.UNAVAILABLE;
        } finally {
            if (!published) {
                takeBack.run();
            }
        }
    }

    private static Verdict verdict(VerdictAttempt attempt, InboxEntry entry, Instant now) {
        return said(attempt, now)
                .setDomain(entry.pending().getDomain())
                .setRequestId(entry.request().getRequestId())
                .setAgent(entry.request().getAgent())
                .setRequestDigest(entry.digest())
                .build();
    }

    private static Verdict revocation(VerdictAttempt attempt, GivenGrant grant, Instant now) {
        return said(attempt, now)
                .setDomain(grant.domain())
                .setRequestId(grant.origin().requestId())
                .setAgent(grant.origin().agent())
                .setRequestDigest(grant.id())
                .build();
    }

    private static Verdict.Builder said(VerdictAttempt attempt, Instant now) {
        return Verdict.newBuilder()
                .setPerson(attempt.person())
                .setChannel(attempt.channel())
                .setVerdict(attempt.choice())
                .setComment(attempt.comment())
                .setGrant(attempt.grant())
                .setGivenAt(now.truncatedTo(ChronoUnit.MILLIS))
                .setEvidence(attempt.evidence());
    }

    private static void log(VerdictAttempt attempt, VerdictOutcome outcome) {
        LOG.atInfo()
                .addKeyValue("request", HEX.matcher(attempt.digest()).matches() ? attempt.digest() : "[no digest]")
                .addKeyValue("person", attempt.person())
                .addKeyValue("channel", attempt.channel())
                .addKeyValue("decision", attempt.choice())
                .addKeyValue("reason", outcome)
                .log("verdict attempted");
    }
}
