// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import dev.seks.schemas.catalogue.TokenScope;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds every use against what the credential is bound to. */
final class BoundCustody implements Custody {
    private static final Logger LOG = LoggerFactory.getLogger(BoundCustody.class);

    private final List<CredentialStore> stores;
    private final TokenMint mint;

    BoundCustody(List<CredentialStore> stores, TokenMint mint) {
        this.stores = List.copyOf(stores);
        this.mint = mint;
    }

    @Override
    public Issue issue(CredentialUse use) {
        CredentialId id = new CredentialId(use.domain(), use.ref());
        Lookup<StoredCredential> lookup = find(id);
        if (lookup instanceof Lookup.Found<StoredCredential> found) {
            return judged(use, found.value());
        }
        if (lookup instanceof Lookup.Unusable<StoredCredential> unusable) {
            return unusable(use, unusable.reason());
        }
        log("credential_unavailable", use, "no store has it");
        return new Issue.Unavailable("credential " + id + " is not available: no store has it");
    }

    private Issue judged(CredentialUse use, StoredCredential credential) {
        // INVARIANT: no secret is handed out for a domain or a host that it is not bound to
        boolean asked = credential.id().equals(new CredentialId(use.domain(), use.ref()));
        if (!asked || !credential.mayGoTo(use.destination())) {
            return unbound(use, credential, use.destination());
        }
        if (credential.kind() instanceof CredentialKind.GithubApp app) {
            return minted(use, credential, app);
        }
        return Issue.of(credential.value());
    }

    private Issue minted(CredentialUse use, StoredCredential credential, CredentialKind.GithubApp app) {
        Destination api = Destination.of(app.api());
        if (!credential.mayGoTo(api)) {
            return unbound(use, credential, api);
        }
        TokenScope scope = use.scope();
        if (scope == null) {
            String reason = "credential " + credential.id() + " is a GitHub App, and the action does not declare which"
                    + " repositories and permissions it takes";
            log("credential_refused", use, reason);
            return new Issue.Refused(reason);
        }
        Lookup<Secret> token = asked(() -> mint.mint(credential.id(), app, credential.value(), scope));
        if (token instanceof Lookup.Found<Secret> found) {
            return Issue.of(found.value());
        }
        return unusable(
                use, token instanceof Lookup.Unusable<Secret> unusable ? unusable.reason() : "no token was minted");
    }

    private static Issue unusable(CredentialUse use, String reason) {
        log("credential_unavailable", use, reason);
        return new Issue.Unavailable("credential " + use.ref() + " of domain " + use.domain()
                + " is not available: its store cannot give it, the executor's log says why");
    }

    private static Issue unbound(CredentialUse use, StoredCredential credential, Destination wanted) {
        String bound = credential.hosts().stream().map(BoundHost::toString).collect(Collectors.joining(" or "));
        log("credential_refused", use, "wanted for " + wanted + ", but " + credential.id() + " is bound to " + bound);
        return new Issue.Refused(
                "credential " + use.ref() + " of domain " + use.domain() + " is not bound to " + wanted);
    }

    /** The first store that has it; one that cannot say is not passed over, since a later one may hold an older value. */
    private Lookup<StoredCredential> find(CredentialId id) {
        for (CredentialStore store : stores) {
            Lookup<StoredCredential> lookup = asked(() -> store.find(id));
            if (!(lookup instanceof Lookup.Missing)) {
                return lookup;
            }
        }
        return Lookup.missing();
    }

    /** A store that breaks has no credential: nothing has been sent, and nothing will be. */
    private static <T> Lookup<T> asked(Supplier<Lookup<T>> question) {
        try {
            return question.get();
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
