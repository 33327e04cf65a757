// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.record.GrantEndCause;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Verdict;
import java.util.Optional;

/**
 * Ends a grant for a person who gave it.
 *
 * <p>INVARIANT: nobody else ends one by a verdict, and a verdict ends none but the one that came with the very request it
 * names. It takes no sign-on: ending lets nothing happen.
 */
final class Revoking {
    private Revoking() {}

    /** Ends the grant that the verdict names, or says why not. */
    static void revoke(State state, Entry entry, Verdict verdict) {
        Optional<String> objection = objection(state, entry, verdict);
        if (objection.isPresent()) {
            entry.explain("the revocation of " + VerdictDecider.quoted(verdict) + " is void: " + objection.get());
            return;
        }
        entry.about(verdict.getAgent(), verdict.getRequestId(), verdict.getRequestDigest());
        Optional<Grant> held = find(entry.grants(verdict.getAgent()), verdict);
        if (held.isEmpty()) {
            entry.explain("the revocation of " + VerdictDecider.quoted(verdict) + " is void: "
                    + over(state.grants(entry.domain(), verdict.getAgent()), verdict));
        } else if (held.get().backers().stream()
                .noneMatch(backer -> backer.person().equals(verdict.getPerson()))) {
            entry.explain("the revocation of " + VerdictDecider.quoted(verdict)
                    + " is void: not among those who gave the grant");
        } else {
            entry.end(verdict.getAgent(), held.get(), GrantEndCause.REVOKED, verdict.getPerson());
            entry.explain(verdict.getPerson() + " revoked grant " + held.get().id() + " of agent " + verdict.getAgent()
                    + ", which they had given");
        }
    }

    /** Why there can be no such grant; a request is remembered for at least as long as a grant can last. */
    private static Optional<String> objection(State state, Entry entry, Verdict verdict) {
        if (!Names.isAgent(verdict.getAgent()) || !Names.isRequestId(verdict.getRequestId())) {
            return Optional.of("it names no grant, expected the agent and the id of the request that it came with");
        }
        Answer kept = state.answer(new RequestKey(entry.domain(), verdict.getAgent(), verdict.getRequestId()));
        boolean isKnown = kept != null
                && kept.isRememberedAt(entry.at())
                && kept.outcome() == Outcome.APPROVED
                && kept.requestDigest().equals(verdict.getRequestDigest());
        return isKnown ? Optional.empty() : Optional.of("no such grant is known");
    }

    private static Optional<Grant> find(GrantBook book, Verdict verdict) {
        return book.grants().stream()
                .filter(grant -> grant.id().equals(verdict.getRequestDigest()))
                .findFirst();
    }

    /** Why a grant covers nothing any more; the book as it is stored knows some that ended by themselves. */
    private static String over(GrantBook stored, Verdict verdict) {
        return find(stored, verdict)
                .map(grant -> grant.used() < grant.maxUses() ? "the grant's time is over" : "the grant is used up")
                .orElse("no grant that came with the request holds");
    }
}
