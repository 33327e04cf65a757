// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.inbox.Casts;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.inbox.Lookup;
import dev.seks.approval.verdict.Authority;
import dev.seks.approval.verdict.Authorization;
import dev.seks.approval.verdict.VerdictAttempt;
import dev.seks.approval.verdict.VerdictOutcome;
import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.grant.GivenGrant;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.VerdictChoice;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which person of the policy somebody is, request by request: two domains may call two people by one name. */
final class People {
    private final Inbox inbox;
    private final Casts casts;
    private final boolean signOn;

    /** {@code signOn}: whether there is a provider with whom people sign on. */
    People(Inbox inbox, Casts casts, boolean signOn) {
        this.inbox = inbox;
        this.casts = casts;
        this.signOn = signOn;
    }

    /** Whether they are somebody in a policy that is in force. */
    boolean isListed(Identity who) {
        return !(who instanceof Identity.SignedOn signed) || casts.isKnown(signed.email());
    }

    /** Whether they see the request: whoever a provider vouches for sees those of the domains in which they are somebody. */
    boolean maySee(Identity who, InboxEntry entry) {
        return maySee(who, entry.pending().getDomain());
    }

    /** The same of a grant. */
    boolean maySee(Identity who, GivenGrant grant) {
        return maySee(who, grant.domain());
    }

    private boolean maySee(Identity who, String domain) {
        return !(who instanceof Identity.SignedOn signed) || casts.isKnown(domain, signed.email());
    }

    List<InboxEntry> seen(Identity who, List<InboxEntry> entries) {
        return entries.stream().filter(entry -> maySee(who, entry)).toList();
    }

    /** The request meant, if they see it, or a problem that says why there is none. */
    InboxEntry find(Identity who, String digest) {
        Lookup lookup = inbox.find(digest);
        if (lookup instanceof Lookup.Found found && maySee(who, found.entry())) {
            return found.entry();
        }
        throw ApprovalsApi.problem(
                lookup instanceof Lookup.Ambiguous
                        ? VerdictOutcome.AMBIGUOUS
                        : lookup instanceof Lookup.NotADigest
                                ? VerdictOutcome.NOT_A_DIGEST
                                : VerdictOutcome.UNKNOWN_REQUEST);
    }

    boolean mayDecide(Identity who, InboxEntry entry) {
        return Authority.authorize(person(who, entry), entry) == Authorization.ALLOWED;
    }

    /** Whether approving the request takes more than they have shown. */
    boolean mustSignOn(Identity who, InboxEntry entry) {
        return Authority.needsSignOn(entry) && !isSignedOn(who);
    }

    /** What they say about the request with this digest, or with the one that begins so, as the person who they are. */
    VerdictAttempt attempt(Identity who, String digest, Statement said) {
        return inbox.find(digest) instanceof Lookup.Found found
                ? attempt(who, person(who, found.entry()), found.entry().digest(), said)
                : attempt(who, stranger(who), digest, said);
    }

    /** The grants that hold and that they see, the first to end in front. */
    List<GivenGrant> live(Identity who, Instant now) {
        return inbox.grants().live(now).stream()
                .filter(grant -> maySee(who, grant))
                .toList();
    }

    /** The grants that have ended lately and that they see, the last one first. */
    List<GivenGrant> ended(Identity who, Instant now) {
        return inbox.grants().ended(now).stream()
                .filter(grant -> maySee(who, grant))
                .toList();
    }

    boolean mayEnd(Identity who, GivenGrant grant) {
        return Authority.authorize(person(who, grant), grant) == Authorization.ALLOWED;
    }

    /** Their word that a grant is to end, as the person who they are; of one that they do not see there is none to end. */
    VerdictAttempt revocation(Identity who, String grantId) {
        Optional<GivenGrant> grant = inbox.grants().find(grantId).filter(found -> maySee(who, found));
        return new VerdictAttempt(
                grant.map(found -> person(who, found)).orElse(stranger(who)),
                Channel.WEB,
                isSignedOn(who),
                grant.map(GivenGrant::id).orElse(""),
                VerdictChoice.REVOKE,
                null,
                who.evidence(),
                null);
    }

    /** The person of a policy who somebody is, as far as that is known without one; null for nobody. */
    @Nullable
    String named(Identity who) {
        return inPolicy(stranger(who));
    }

    /** The same to a request. */
    @Nullable
    String named(Identity who, InboxEntry entry) {
        return inPolicy(person(who, entry));
    }

    /** The same to a grant. */
    @Nullable
    String named(Identity who, GivenGrant grant) {
        return inPolicy(person(who, grant));
    }

    private static @Nullable String inPolicy(String person) {
        return Names.isPerson(person) ? person : null;
    }

    private VerdictAttempt attempt(Identity who, String person, String digest, Statement said) {
        return new VerdictAttempt(
                person,
                said.channel(),
                isSignedOn(who),
                digest,
                said.choice(),
                said.comment(),
                who.evidence(),
                said.grant());
    }

    private String person(Identity who, InboxEntry entry) {
        return who instanceof Identity.SignedOn signed
                ? casts.personOfEmail(entry, signed.email()).orElse(stranger(who))
                : stranger(who);
    }

    private String person(Identity who, GivenGrant grant) {
        return who instanceof Identity.SignedOn signed
                ? casts.personOfEmail(grant, signed.email()).orElse(stranger(who))
                : stranger(who);
    }

    /** For those whom a provider vouches for, a name that no policy can contain: they are refused and logged like all. */
    private static String stranger(Identity who) {
        return who instanceof Identity.Local local ? local.person() : "sso:" + who.label();
    }

    /**
     * Whether they signed on as {@code assurance: sso} asks: with the provider or, where there is none, with what the
     * process itself gave out.
     */
    private boolean isSignedOn(Identity who) {
        return who instanceof Identity.SignedOn || !signOn;
    }
}
