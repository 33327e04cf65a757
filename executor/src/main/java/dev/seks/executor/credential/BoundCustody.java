// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds every use against what the credential is bound to. */
final class BoundCustody implements Custody {
    private static final Logger LOG = LoggerFactory.getLogger(BoundCustody.class);

    private final List<CredentialStore> stores;

    BoundCustody(List<CredentialStore> stores) {
        this.stores = List.copyOf(stores);
    }

    @Override
    public Issue issue(CredentialUse use) {
        CredentialId id = new CredentialId(use.domain(), use.ref());
        Lookup<StoredCredential> lookup = find(id);
        if (lookup instanceof Lookup.Found<StoredCredential> found) {
            return judged(use, found.value());
        }
        if (lookup instanceof Lookup.Unusable<StoredCredential> unusable) {
            log("credential_unavailable", use, unusable.reason());
            return new Issue.Unavailable(
                    "credential " + id + " is not available: its store cannot give it, the executor's log says why");
        }
        log("credential_unavailable", use, "no store has it");
        return new Issue.Unavailable("credential " + id + " is not available: no store has it");
    }

    private static Issue judged(CredentialUse use, StoredCredential credential) {
        // INVARIANT: no secret is handed out for a domain or a host that it is not bound to
        boolean asked = credential.id().equals(new CredentialId(use.domain(), use.ref()));
        if (asked && credential.mayGoTo(use.destination())) {
            return Issue.of(credential.value());
        }
        String bound = credential.hosts().stream().map(BoundHost::toString).collect(Collectors.joining(" or "));
        log(
                "credential_refused",
                use,
                "wanted for " + use.destination() + ", but " + credential.id() + " is bound to " + bound);
        return new Issue.Refused(
                "credential " + use.ref() + " of domain " + use.domain() + " is not bound to " + use.destination());
    }

    /** The first store that has it; one that cannot say is not passed over, since a later one may hold an older value. */
    private Lookup<StoredCredential> find(CredentialId id) {
        for (CredentialStore store : stores) {
            Lookup<StoredCredential> lookup = asked(store, id);
            if (!(lookup instanceof Lookup.Missing)) {
                return lookup;
            }
        }
        return Lookup.missing();
    }

    /** A store that breaks has no credential: nothing has been sent, and nothing will be. */
    private static Lookup<StoredCredential> asked(CredentialStore store, CredentialId id) {
        try {
            return store.find(id);
        } catch (RuntimeException e) {
            // only the kind of failure: a message may quote what must not be logged
            return Lookup.unusable("its store broke with " + e.getClass().getSimpleName());
        }
    }

    private static void log(String event, CredentialUse use, String reason) {
        LOG.warn("event={} credentialRef={} domain={} reason=\"{}\"", event, use.ref(), use.domain(), reason);
    }

    @Override
    public void close() {
        stores.forEach(CredentialStore::close);
    }
}
