// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.policy.ApprovalTerms;
import dev.seks.broker.policy.Assurance;
import dev.seks.broker.policy.GrantBounds;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.ApprovalAssurance;
import dev.seks.schemas.record.ApprovalRequirement;
import dev.seks.schemas.record.ApproverGroup;
import dev.seks.schemas.record.Escalation;
import dev.seks.schemas.record.GrantOffer;
import dev.seks.schemas.record.VerdictGiven;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Turns the terms of a policy into who is asked, by the groups as they are in the policy in force. */
final class Approvals {
    /** The reserved group that approves where a policy names nobody else. */
    static final String OPERATORS = "operators";

    /** How many groups one approval may ask. */
    static final int MAX_GROUPS = 16;

    private final ActivePolicy policy;
    private final String agent;

    Approvals(ActivePolicy policy, String agent) {
        this.policy = policy;
        this.agent = agent;
    }

    /** An approval that is asked for at {@code now}. */
    Approval open(ApprovalTerms terms, Instant now) {
        Instant expiresAt = now.plus(terms.expiresIn());
        return approval(requirements(terms, now, expiresAt), expiresAt, assurance(terms), terms.grantable());
    }

    /**
     * What an approval that waits takes under the policy in force: never less than when it was {@code asked}. Its expiry
     * stays. Who is no longer in a group counts no more; who is asked later, is asked where both say so.
     */
    Approval again(Approval waiting, ApprovalTerms terms, Instant asked) {
        List<ApprovalRequirement> requirements = new ArrayList<>(requirements(waiting));
        requirements(terms, asked, waiting.getExpiresAt()).forEach(more -> Escalating.unite(requirements, more));
        boolean sso = waiting.getAssurance() == ApprovalAssurance.SSO || assurance(terms) == ApprovalAssurance.SSO;
        return keeping(
                waiting,
                approval(
                        requirements,
                        waiting.getExpiresAt(),
                        sso ? ApprovalAssurance.SSO : ApprovalAssurance.CHAT,
                        waiting.getGrantable() && terms.grantable()));
    }

    /** The same where the policy in force would let it pass: what was asked for is still needed. */
    Approval again(Approval waiting) {
        return keeping(
                waiting,
                approval(
                        requirements(waiting), waiting.getExpiresAt(), waiting.getAssurance(), waiting.getGrantable()));
    }

    private static Approval keeping(Approval waiting, Approval next) {
        return new Approval(
                next.getApprovers(),
                Math.max(waiting.getQuorum(), next.getQuorum()),
                next.getExpiresAt(),
                waiting.getVerdicts(),
                next.getRequirements(),
                next.getAssurance(),
                next.getGrantable(),
                next.getMaxGrant());
    }

    /** The same approval with these verdicts. */
    static Approval with(Approval approval, List<VerdictGiven> verdicts) {
        return new Approval(
                approval.getApprovers(),
                approval.getQuorum(),
                approval.getExpiresAt(),
                verdicts,
                approval.getRequirements(),
                approval.getAssurance(),
                approval.getGrantable(),
                approval.getMaxGrant());
    }

    /** The same approval of these groups, with these requirements. */
    static Approval with(Approval approval, List<ApproverGroup> approvers, List<ApprovalRequirement> requirements) {
        return new Approval(
                approvers,
                approval.getQuorum(),
                approval.getExpiresAt(),
                approval.getVerdicts(),
                requirements,
                approval.getAssurance(),
                approval.getGrantable(),
                approval.getMaxGrant());
    }

    private Approval approval(
            List<ApprovalRequirement> requirements, Instant expiresAt, ApprovalAssurance assurance, boolean grantable) {
        Set<String> groups = new LinkedHashSet<>();
        int quorum = 1;
        for (ApprovalRequirement requirement : requirements) {
            groups.addAll(requirement.getGroups());
            quorum = Math.max(quorum, requirement.getQuorum());
        }
        int seats = groups.size();
        groups.addAll(Escalating.askedToo(requirements));
        List<ApproverGroup> approvers = new ArrayList<>();
        groups.forEach(group -> approvers.add(new ApproverGroup(group, people(group))));
        return new Approval(
                approvers,
                Math.max(quorum, seats),
                expiresAt,
                List.of(),
                requirements,
                assurance,
                grantable,
                grantable ? maxGrant() : null);
    }

    private GrantOffer maxGrant() {
        GrantBounds bounds = policy.rules().grantBounds();
        return new GrantOffer(bounds.maxTtl().toMillis(), bounds.maxUses());
    }

    /** INVARIANT: who answers for the agent may not approve for it. */
    private List<String> people(String group) {
        List<String> members =
                group.equals(OPERATORS) ? policy.operators() : policy.rules().members(group);
        return members.stream()
                .filter(person ->
                        !policy.rules().owner(agent).map(person::equals).orElse(false))
                .toList();
    }

    /** What was asked for; a record that does not say wants anybody of its groups. */
    private static List<ApprovalRequirement> requirements(Approval waiting) {
        List<ApprovalRequirement> requirements = waiting.getRequirements();
        return requirements != null
                ? requirements
                : waiting.getApprovers().stream()
                        .map(group -> new ApprovalRequirement(List.of(group.getGroup()), 1, null))
                        .toList();
    }

    private static List<ApprovalRequirement> requirements(ApprovalTerms terms, Instant asked, Instant expiresAt) {
        return terms.requirements().stream()
                .map(requirement -> new ApprovalRequirement(
                        requirement.groups(),
                        requirement.quorum(),
                        requirement
                                .escalation()
                                .map(later -> new Escalation(later.groups(), asked.plus(later.after()), false))
                                .filter(later -> later.getAt().isBefore(expiresAt))
                                .orElse(null)))
                .toList();
    }

    private static ApprovalAssurance assurance(ApprovalTerms terms) {
        return terms.assurance() == Assurance.CHAT ? ApprovalAssurance.CHAT : ApprovalAssurance.SSO;
    }
}
