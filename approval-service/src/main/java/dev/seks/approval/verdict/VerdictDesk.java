// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.verdict;

import dev.seks.approval.inbox.EntryState;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.inbox.Lookup;
import dev.seks.schemas.record.GrantOffer;
import dev.seks.schemas.record.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what people say about requests. A verdict is published only when the person is entitled and the request waits;
 * every attempt, refused ones too, is logged. Safe for use by many threads.
 */
public final class VerdictDesk {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{1,64}");
    private static final Logger LOG = LoggerFactory.getLogger(VerdictDesk.class);

    private final Inbox inbox;
    private final VerdictPublisher publisher;
    private final Clock clock;
    private final BiConsumer<VerdictAttempt, VerdictOutcome> observer;
    private final Answers answers = new Answers();

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
        Lookup lookup = inbox.find(attempt.digest());
        VerdictOutcome outcome;
        if (lookup instanceof Lookup.Found found) {
            outcome = decide(attempt, found.entry());
        } else if (lookup instanceof Lookup.Ambiguous) {
            outcome = VerdictOutcome.AMBIGUOUS;
        } else if (lookup instanceof Lookup.NotADigest) {
            outcome = VerdictOutcome.NOT_A_DIGEST;
        } else {
            outcome = VerdictOutcome.UNKNOWN_REQUEST;
        }
        log(attempt, outcome);
        observer.accept(attempt, outcome);
        return outcome;
    }

    /** Whether a verdict about the request was published and has had no effect yet. */
    public boolean isAnswered(InboxEntry entry) {
        return answers.isOnItsWay(entry, clock.instant());
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
        return publish(attempt, entry, now);
    }

    /** The broker would void the whole approval: better that the person hears of it. */
    private static boolean isWithin(GrantOffer offer, @Nullable GrantOffer most) {
        return most != null
                && offer.getTtlMs() > 0
                && offer.getTtlMs() <= most.getTtlMs()
                && offer.getMaxUses() > 0
                && offer.getMaxUses() <= most.getMaxUses();
    }

    private VerdictOutcome publish(VerdictAttempt attempt, InboxEntry entry, Instant now) {
        boolean published = false;
        try {
            publisher.publish(verdict(attempt, entry, now), entry.partition());
            published = true;
            return VerdictOutcome.ACCEPTED;
        } catch (VerdictPublisher.PublishException e) {
            LOG.warn("a verdict about request {} was not acknowledged", entry.digest(), e);
            return VerdictOutcome.UNAVAILABLE;
        } finally {
            if (!published) {
                answers.release(entry, attempt.person());
            }
        }
    }

    private static Verdict verdict(VerdictAttempt attempt, InboxEntry entry, Instant now) {
        return Verdict.newBuilder()
                .setDomain(entry.pending().getDomain())
                .setRequestId(entry.request().getRequestId())
                .setAgent(entry.request().getAgent())
                .setRequestDigest(entry.digest())
                .setPerson(attempt.person())
                .setChannel(attempt.channel())
                .setVerdict(attempt.choice())
                .setComment(attempt.comment())
                .setGrant(attempt.grant())
                .setGivenAt(now.truncatedTo(ChronoUnit.MILLIS))
                .setEvidence(attempt.evidence())
                .build();
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
