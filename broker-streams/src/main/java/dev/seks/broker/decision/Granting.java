// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.policy.ApprovalTerms;
import dev.seks.broker.policy.GrantScope;
import dev.seks.broker.policy.ScopeRuling;
import dev.seks.schemas.catalogue.ActionDefinition;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.GrantMade;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.record.VerdictGiven;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes grants, and says what they cover.
 *
 * <p>INVARIANT: a grant stands in only for the people who gave it. It covers a request only where those who backed it would
 * be enough, by the policy in force, to approve that very request; what asks for others, or for more, asks them.
 */
final class Granting {
    private Granting() {}

    /** The first of the agent's grants that covers a request which people would have to approve on these terms. */
    static Optional<Grant> covering(
            GrantBook book, ActivePolicy policy, ActionDefinition action, String touched, Use use) {
        if (book.isEmpty() || !use.terms().grantable()) {
            return Optional.empty();
        }
        Approval wanted = new Approvals(policy, book.agent()).open(use.terms(), use.at());
        return book.grants().stream()
                .filter(grant -> grant.isLiveAt(use.at()))
                .filter(grant -> grant.scope().covers(action, touched))
                .filter(grant -> isBacked(grant, wanted))
                .findFirst();
    }

    /** What people would have to do, and when it is asked. */
    record Use(ApprovalTerms terms, Instant at) {}

    private static boolean isBacked(Grant grant, Approval wanted) {
        List<VerdictGiven> verdicts = grant.backers().stream()
                .map(backer -> new VerdictGiven(
                        backer.person(),
                        backer.signedOn() ? Channel.WEB : Channel.SLACK,
                        VerdictChoice.APPROVE,
                        null,
                        wanted.getExpiresAt(),
                        null,
                        null,
                        null))
                .toList();
        return Seats.areFilled(Approvals.with(wanted, verdicts));
    }

    /** Why the agent can be given no more; empty when it can. */
    static Optional<String> lackOfRoom(Entry entry, String agent) {
        GrantBook book = entry.grants(agent);
        if (book.isFull()) {
            return Optional.of("agent " + agent + " holds " + book.grants().size() + " grants, expected fewer than "
                    + GrantBook.MAX_GRANTS + " when it asks for one more");
        }
        return book.isEmpty() && !entry.hasRoomForHolder()
                ? Optional.of(GrantBook.MAX_HOLDERS + " agents of the domain hold grants, as many as may at once")
                : Optional.empty();
    }

    /** Makes the grant that the policy allows an agent without asking anybody. */
    static void allow(Entry entry, Decision.Builder next, GrantTerms terms) {
        make(entry, next, terms, List.of());
    }

    /**
     * Makes the grant that comes with a complete approval: the one that the agent asked for, or the one that as many people
     * offered as the approval takes. Where they offered different ones, the least of each.
     *
     * @return one sentence about it, for the explanation; empty when nobody thought of one
     */
    static String approve(Entry entry, Decision.Builder next, GrantTerms most, Approval approval) {
        Set<String> entitled = new HashSet<>(Seats.approving(approval));
        List<VerdictGiven> approving = approval.getVerdicts().stream()
                .filter(given -> given.getVerdict() == VerdictChoice.APPROVE && entitled.contains(given.getPerson()))
                .toList();
        List<VerdictGiven> offering =
                approving.stream().filter(given -> given.getGrant() != null).toList();
        if (!most.isAsked() && offering.isEmpty()) {
            return "";
        }
        List<VerdictGiven> behind = most.isAsked() ? approving : offering;
        Optional<String> objection = objection(entry, next.getAgent(), Approvals.with(approval, behind));
        if (objection.isPresent()) {
            return "; no grant is given with it: " + objection.get();
        }
        GrantTerms terms = most;
        for (VerdictGiven given : offering) {
            terms = terms.within(given.getGrant());
        }
        make(entry, next, terms, behind.stream().map(Granting::backer).toList());
        return "; " + told(next.getGrant(), terms);
    }

    private static Optional<String> objection(Entry entry, String agent, Approval behind) {
        if (!behind.getGrantable()) {
            return Optional.of("the policy does not let this be granted");
        }
        if (!Seats.areFilled(behind)) {
            return Optional.of("fewer people offered it than must approve");
        }
        return Seats.areFilled(Escalating.undone(behind))
                ? lackOfRoom(entry, agent)
                : Optional.of("it takes people who were asked from the first");
    }

    private static Grant.Backer backer(VerdictGiven given) {
        return new Grant.Backer(given.getPerson(), Seats.isSignedOn(given.getChannel()));
    }

    private static void make(Entry entry, Decision.Builder next, GrantTerms terms, List<Grant.Backer> backers) {
        GrantScope scope = terms.scope();
        Grant grant =
                new Grant(next.getRequestDigest(), scope, entry.at().plus(terms.ttl()), terms.maxUses(), 0, backers);
        entry.keep(entry.grants(next.getAgent()).with(grant));
        next.setGrant(new GrantMade(
                scope.actions(),
                scope.resource(),
                grant.expiresAt(),
                grant.maxUses(),
                backers.stream().map(Grant.Backer::person).toList()));
    }

    static String told(@Nullable GrantMade made, GrantTerms terms) {
        return made == null
                ? ""
                : "granted until " + made.getExpiresAt() + " for " + made.getMaxUses()
                        + (made.getMaxUses() == 1 ? " use: " : " uses: ")
                        + terms.scope().told();
    }

    /**
     * Whether a grant is still what the people gave under a new policy: nothing in it is denied, it may be granted, they
     * would be enough to approve all of it, it is no longer than any grant may be, and it reaches no action that it did not
     * reach before, or that has been changed.
     */
    static boolean holdsUnder(
            ActivePolicy next, @Nullable ActivePolicy before, String agent, Grant grant, Instant now) {
        boolean isWithinBounds = !grant.expiresAt()
                        .isAfter(now.plus(next.rules().grantBounds().maxTtl()))
                && grant.maxUses() - grant.used() <= next.rules().grantBounds().maxUses();
        if (!isWithinBounds
                || before == null
                || !(next.rules().rule(agent, grant.scope()) instanceof ScopeRuling.Grantable ruling)
                || ruling.actions().isEmpty()
                || !saysTheSame(next, before, grant.scope().service(), ruling.actions())) {
            return false;
        }
        return ruling.terms() == null || isBacked(grant, new Approvals(next, agent).open(ruling.terms(), now));
    }

    private static boolean saysTheSame(ActivePolicy next, ActivePolicy before, String service, List<String> actions) {
        return actions.stream().allMatch(action -> next.catalogue().saysTheSame(before.catalogue(), service, action));
    }
}
