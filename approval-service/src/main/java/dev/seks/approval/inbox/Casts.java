// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.inbox;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.grant.GivenGrant;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.yaml.SourceFile;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The people of the published policies, by the digest of the bundle they came in. Safe for use by many threads. */
public final class Casts {
    /** How many policies, and how many domains, are remembered: the newest ones. */
    static final int MAX_CASTS = 10_000;

    private final Map<String, Cast> casts = new Newest<>(MAX_CASTS);
    private final Map<String, Version> newest = new Newest<>(MAX_CASTS);

    private record Version(int number, Cast cast) {}

    /** Takes in a bundle that a publisher whom we believe has signed, given as the value that stands in the topic. */
    public void published(byte[] value, PolicyBundle bundle) {
        Cast cast = Cast.of(
                new SourceFile(bundle.getPolicy().getPath(), bundle.getPolicy().getText()));
        String digest = Digest.of(value);
        synchronized (this) {
            casts.put(digest, cast);
            newest.merge(
                    bundle.getDomain(),
                    new Version(bundle.getVersion(), cast),
                    (known, more) -> more.number > known.number ? more : known);
        }
    }

    /** The people of the policy under which the request was left pending; nobody when that is not at hand. */
    public Cast of(InboxEntry entry) {
        return of(entry.pending().getBundleDigest());
    }

    /** The people of the policy under which the grant was given; nobody when that is not at hand. */
    public Cast of(GivenGrant grant) {
        return of(grant.origin().bundleDigest());
    }

    private synchronized Cast of(@Nullable String digest) {
        return digest == null ? Cast.empty() : casts.getOrDefault(digest, Cast.empty());
    }

    /**
     * The person, by the name that the policy uses, behind a Slack user written as {@code TEAM/USER}.
     *
     * <p>INVARIANT: they are who they are both in the policy under which they were asked and in the newest one of the
     * domain: a user who was taken out of the policy answers for nobody, and an old policy brings nobody back.
     */
    public Optional<String> personOfSlack(InboxEntry entry, String user) {
        return personOf(entry.pending().getDomain(), of(entry), cast -> cast.personOfSlack(user));
    }

    /** The same of the person who signs on under this address. */
    public Optional<String> personOfEmail(InboxEntry entry, String address) {
        return personOf(entry.pending().getDomain(), of(entry), cast -> cast.personOfEmail(address));
    }

    /** The same of the policy under which a grant was given. */
    public Optional<String> personOfEmail(GivenGrant grant, String address) {
        return personOf(grant.domain(), of(grant), cast -> cast.personOfEmail(address));
    }

    /** Whether somebody signs on under this address by the newest policy of the domain. */
    public synchronized boolean isKnown(String domain, String address) {
        Version now = newest.get(domain);
        return now != null && now.cast.personOfEmail(address).isPresent();
    }

    /** The same of any domain. */
    public synchronized boolean isKnown(String address) {
        return newest.values().stream()
                .anyMatch(now -> now.cast.personOfEmail(address).isPresent());
    }

    private synchronized Optional<String> personOf(String domain, Cast then, Function<Cast, Optional<String>> known) {
        Version now = newest.get(domain);
        return now == null
                ? Optional.empty()
                : known.apply(then)
                        .filter(person ->
                                known.apply(now.cast).filter(person::equals).isPresent());
    }

    /** Whether the policy under which the request was left pending is at hand, if its decision names one. */
    public synchronized boolean knows(InboxEntry entry) {
        String digest = entry.pending().getBundleDigest();
        return digest == null || casts.containsKey(digest);
    }

    /**
     * The mail address of a person whom the request asks, by the name that the policy uses.
     *
     * <p>INVARIANT: it stands in the policy under which they were asked and in the newest one of the domain: nobody is
     * written to who was taken out, nor at an address that was.
     */
    public synchronized Optional<String> emailOf(InboxEntry entry, String person) {
        Version now = newest.get(entry.pending().getDomain());
        return now == null
                ? Optional.empty()
                : of(entry)
                        .emailOf(person)
                        .filter(email ->
                                now.cast.emailOf(person).filter(email::equals).isPresent());
    }
}
