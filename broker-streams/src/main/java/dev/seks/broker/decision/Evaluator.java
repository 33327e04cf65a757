// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.condition.Circumstances;
import dev.seks.broker.policy.ApprovalTerms;
import dev.seks.broker.policy.GrantBounds;
import dev.seks.broker.policy.GrantScope;
import dev.seks.broker.policy.Rule;
import dev.seks.broker.policy.Ruling;
import dev.seks.broker.policy.ScopeRuling;
import dev.seks.schemas.catalogue.ActionDefinition;
import dev.seks.schemas.catalogue.ParamCheck;
import dev.seks.schemas.control.Freeze;
import dev.seks.schemas.record.Approval;
import dev.seks.schemas.record.ApprovalRequirement;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.GrantAsk;
import dev.seks.schemas.record.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks freeze, policy and catalogue about a request, in the order of the contract; the first that objects decides. Used
 * for new requests, and again when people have approved or the policy has changed.
 */
final class Evaluator {
    private static final int MAX_FAULTS_TOLD = 5;
    private static final int MAX_RULES_TOLD = 3;

    /** How much of a grant's id an explanation shows. */
    static final int SHOWN_ID = 12;

    private Evaluator() {}

    /**
     * What becomes of a new request, asked at {@code now} by an agent that holds {@code grants}.
     *
     * <p>INVARIANT: whatever goes wrong while evaluating is a denial, and the log goes on.
     */
    static Evaluation evaluate(
            DomainState state,
            @Nullable ActivePolicy policy,
            CapabilityRequest request,
            GrantBook grants,
            Instant now) {
        try {
            return firstObjection(
                    state,
                    policy,
                    new Asking(
                            request, now, grants, terms -> new Approvals(policy, request.getAgent()).open(terms, now)));
        } catch (RuntimeException e) {
            return failed(state, request, e);
        }
    }

    /** What the rules say by name alone, of whatever the catalogue may hold; empty where it depends on conditions or hours. */
    static Optional<Evaluation> byName(ActivePolicy policy, CapabilityRequest request, Instant now) {
        Ruling ruling = policy.rules().rule(request.getAgent(), request.getService(), request.getAction());
        return ruling.kind() == Ruling.Kind.CONDITIONAL
                ? Optional.empty()
                : Optional.of(ruled(
                        ruling,
                        new Asking(
                                request,
                                now,
                                GrantBook.empty(request.getAgent()),
                                terms -> new Approvals(policy, request.getAgent()).open(terms, now)),
                        GrantTerms.offered(
                                new GrantScope(request.getService(), List.of(request.getAction()), null),
                                policy.rules().grantBounds())));
    }

    /**
     * A request that is evaluated.
     *
     * @param at when it was asked, which is what conditions and hours are judged by
     * @param grants what may stand in for people
     * @param approval what people must do by the terms of the policy
     */
    private record Asking(
            CapabilityRequest request, Instant at, GrantBook grants, Function<ApprovalTerms, Approval> approval) {

        Granting.Use use(ApprovalTerms terms) {
            return new Granting.Use(terms, at);
        }
    }

    /**
     * What becomes of a request that waits for people, under the policy in force: it is refused, or asked for with what is
     * needed now; never allowed without the people who were asked. Conditions and hours are judged by the time at which it
     * was {@code asked}.
     */
    static Evaluation evaluateAgain(
            DomainState state,
            @Nullable ActivePolicy policy,
            CapabilityRequest request,
            Approval waiting,
            Instant asked) {
        try {
            Evaluation now = firstObjection(
                    state,
                    policy,
                    new Asking(
                            request,
                            asked,
                            GrantBook.empty(request.getAgent()),
                            terms -> new Approvals(policy, request.getAgent()).again(waiting, terms, asked)));
            return now instanceof Evaluation.Allowed allowed
                    ? seated(request, allowed, new Approvals(policy, request.getAgent()).again(waiting))
                    : now;
        } catch (RuntimeException e) {
            return failed(state, request, e);
        }
    }

    /** The denial of what could not be evaluated; the journal entry is where an operator finds it. */
    static Evaluation.Refused failed(DomainState state, CapabilityRequest request, RuntimeException failure) {
        return Evaluation.Refused.of(
                Reason.INTERNAL_ERROR,
                what(request) + " could not be evaluated (" + failure.getClass().getSimpleName() + " at journal entry "
                        + state.seq() + "), so it is denied");
    }

    private static Evaluation firstObjection(DomainState state, @Nullable ActivePolicy policy, Asking asking) {
        CapabilityRequest request = asking.request();
        Optional<Freeze> freeze = state.orders().covering(request.getAgent(), request.getService());
        if (freeze.isPresent()) {
            return Evaluation.Refused.of(Reason.FROZEN, freeze.get().described() + " is frozen");
        }
        if (policy == null) {
            return Evaluation.Refused.of(
                    Reason.NO_POLICY,
                    "domain " + request.getDomain() + " has no policy in force, so nothing is allowed");
        }
        Ruling ruling = policy.rules().rule(request.getAgent(), request.getService(), request.getAction());
        return switch (ruling.kind()) {
            case UNKNOWN_AGENT, UNKNOWN_SERVICE, DENIED, NO_RULE -> refused(ruling, request);
            case CONDITIONAL, APPROVAL, ALLOWED -> withCatalogue(policy, ruling, asking);
        };
    }

    private static Evaluation withCatalogue(ActivePolicy policy, Ruling byName, Asking asking) {
        CapabilityRequest request = asking.request();
        Optional<ActionDefinition> action = policy.catalogue().action(request.getService(), request.getAction());
        if (action.isEmpty()) {
            return Evaluation.Refused.of(
                    Reason.UNKNOWN_ACTION,
                    "the catalogue of " + request.getService() + " has no action " + request.getAction());
        }
        ParamCheck params = action.get().check(request.getParams());
        if (!(params instanceof ParamCheck.Valid valid)) {
            return Evaluation.Refused.of(
                    Reason.INVALID_PARAMS,
                    "the parameters do not fit: " + told(((ParamCheck.Invalid) params).faults()));
        }
        Circumstances circumstances = circumstances(request, action.get(), valid, asking.at());
        Ruling ruling = policy.rules().rule(byName, circumstances);
        String touched = GrantScope.resource(action.get(), valid.params());
        if (request.getGrant() != null && isPermission(ruling)) {
            return asked(policy, action.get(), touched, asking);
        }
        Optional<Grant> grant = ruling.kind() == Ruling.Kind.APPROVAL
                ? Granting.covering(asking.grants(), policy, action.get(), touched, asking.use(ruling.approval()))
                : Optional.empty();
        GrantScope same = new GrantScope(request.getService(), List.of(request.getAction()), touched);
        return grant.isPresent()
                ? new Evaluation.Granted(
                        what(request) + " needs approval" + by(ruling) + ", and is covered by " + told(grant.get()),
                        ruling.rules(),
                        grant.get())
                : ruled(ruling, asking, GrantTerms.offered(same, policy.rules().grantBounds()));
    }

    private static boolean isPermission(Ruling ruling) {
        return switch (ruling.kind()) {
            case APPROVAL, ALLOWED -> true;
            case UNKNOWN_AGENT, UNKNOWN_SERVICE, DENIED, NO_RULE, CONDITIONAL -> false;
        };
    }

    /**
     * What becomes of a request that asks for a grant and might run by itself: it is decided as a whole.
     *
     * <p>INVARIANT: no grant is given by a grant; who asks for one meets the policy as it stands.
     */
    private static Evaluation asked(ActivePolicy policy, ActionDefinition action, String touched, Asking asking) {
        CapabilityRequest request = asking.request();
        GrantAsk ask = request.getGrant();
        GrantScope scope = new GrantScope(request.getService(), ask.getActions(), ask.getResource());
        GrantBounds bounds = policy.rules().grantBounds();
        Optional<String> excess = GrantTerms.excess(ask, bounds);
        if (excess.isPresent()) {
            return Evaluation.Refused.of(Reason.INVALID_PARAMS, "the grant may not be so much: " + excess.get());
        }
        if (!scope.covers(action, touched)) {
            return Evaluation.Refused.of(
                    Reason.INVALID_PARAMS,
                    "the grant would not cover the request that asks for it, expected " + request.getAction() + " on "
                            + touched + " in it");
        }
        return ruled(policy.rules().rule(request.getAgent(), scope), asking, GrantTerms.asked(ask, scope, bounds));
    }

    private static Evaluation ruled(ScopeRuling ruling, Asking asking, GrantTerms terms) {
        CapabilityRequest request = asking.request();
        if (ruling instanceof ScopeRuling.Denied denied) {
            Evaluation.Refused why = refused(denied.ruling(), request, denied.action());
            return new Evaluation.Refused(
                    why.reason(), "the grant would cover what is denied: " + why.explanation(), why.rules());
        }
        if (ruling instanceof ScopeRuling.NotGrantable not) {
            return new Evaluation.Refused(
                    Reason.DENIED_BY_RULE,
                    "the policy lets nobody grant " + request.getService() + " " + not.action() + cited(not.rules()),
                    not.rules());
        }
        ScopeRuling.Grantable grantable = (ScopeRuling.Grantable) ruling;
        String what = what(request) + " and a grant of " + terms.scope().told();
        return grantable.terms() == null
                ? new Evaluation.Allowed(
                        "the policy allows " + what + cited(grantable.rules()), grantable.rules(), terms)
                : seated(
                        request,
                        what + " needs approval" + cited(grantable.rules()),
                        grantable.rules(),
                        asking.approval().apply(grantable.terms()),
                        terms);
    }

    private static String told(Grant grant) {
        return "grant " + grant.id().substring(0, SHOWN_ID) + " (use " + (grant.used() + 1) + " of " + grant.maxUses()
                + ")";
    }

    private static Circumstances circumstances(
            CapabilityRequest request, ActionDefinition action, ParamCheck.Valid params, Instant at) {
        return new Circumstances(
                request.getAgent(),
                action,
                params.params(),
                !request.getReason().isBlank(),
                at);
    }

    /** What conditions see of a request that is asked at {@code at}; empty where it does not fit the catalogue. */
    static Optional<Circumstances> circumstances(ActivePolicy policy, CapabilityRequest request, Instant at) {
        return policy.catalogue()
                .action(request.getService(), request.getAction())
                .flatMap(action -> action.check(request.getParams()) instanceof ParamCheck.Valid valid
                        ? Optional.of(circumstances(request, action, valid, at))
                        : Optional.empty());
    }

    private static Evaluation ruled(Ruling ruling, Asking asking, GrantTerms terms) {
        CapabilityRequest request = asking.request();
        return switch (ruling.kind()) {
            case ALLOWED ->
                new Evaluation.Allowed("the policy allows " + what(request) + by(ruling), ruling.rules(), terms);
            case APPROVAL ->
                seated(
                        request,
                        what(request) + " needs approval" + by(ruling),
                        ruling.rules(),
                        asking.approval().apply(ruling.approval()),
                        terms);
            case UNKNOWN_AGENT, UNKNOWN_SERVICE, DENIED, NO_RULE, CONDITIONAL -> refused(ruling, request);
        };
    }

    private static Evaluation.Refused refused(Ruling ruling, CapabilityRequest request) {
        return refused(ruling, request, request.getAction());
    }

    private static Evaluation.Refused refused(Ruling ruling, CapabilityRequest request, String action) {
        return switch (ruling.kind()) {
            case UNKNOWN_AGENT ->
                Evaluation.Refused.of(
                        Reason.UNKNOWN_AGENT, "agent " + request.getAgent() + " does not stand in the policy");
            case UNKNOWN_SERVICE ->
                Evaluation.Refused.of(
                        Reason.UNKNOWN_SERVICE,
                        "the policy lists no service " + request.getService() + " for agent " + request.getAgent());
            case DENIED ->
                new Evaluation.Refused(
                        Reason.DENIED_BY_RULE,
                        "the policy denies " + request.getService() + " " + action + by(ruling),
                        ruling.rules());
            case NO_RULE -> Evaluation.Refused.of(Reason.NO_RULE, noRule(request, action) + unmet(ruling));
            case ALLOWED, APPROVAL, CONDITIONAL ->
                throw new IllegalStateException("a ruling of kind " + ruling.kind() + ", expected a refusal");
        };
    }

    private static Evaluation seated(CapabilityRequest request, Evaluation.Allowed allowed, Approval approval) {
        return seated(request, allowed.explanation(), allowed.rules(), approval, allowed.grant());
    }

    private static Evaluation seated(
            CapabilityRequest request, String explanation, List<Rule> rules, Approval approval, GrantTerms terms) {
        List<String> groups = groups(approval, ApprovalRequirement::getGroups);
        List<String> later = groups(
                approval,
                requirement -> requirement.getEscalation() == null
                        ? List.of()
                        : requirement.getEscalation().getGroups());
        if (groups.size() > Approvals.MAX_GROUPS || later.size() > Approvals.MAX_GROUPS) {
            return new Evaluation.Refused(
                    Reason.NO_APPROVER,
                    what(request) + " needs people of " + Math.max(groups.size(), later.size())
                            + " groups, expected at most " + Approvals.MAX_GROUPS,
                    rules);
        }
        if (approval.getRequirements().size() > ApprovalTerms.MAX_REQUIREMENTS) {
            return new Evaluation.Refused(
                    Reason.NO_APPROVER,
                    what(request) + " is asked for by rules that differ in groups or quorum in more than "
                            + ApprovalTerms.MAX_REQUIREMENTS + " ways",
                    rules);
        }
        if (!Seats.canBeFilled(approval)) {
            return new Evaluation.Refused(
                    Reason.NO_APPROVER,
                    what(request) + " needs " + approval.getQuorum() + " of " + String.join(", ", groups)
                            + " to approve, and too few may",
                    rules);
        }
        return new Evaluation.Asked(
                explanation + ": " + approval.getQuorum() + " of " + String.join(", ", groups), rules, approval, terms);
    }

    private static List<String> groups(Approval approval, Function<ApprovalRequirement, List<String>> of) {
        return approval.getRequirements().stream()
                .flatMap(requirement -> of.apply(requirement).stream())
                .distinct()
                .toList();
    }

    private static String what(CapabilityRequest request) {
        return request.getService() + " " + request.getAction();
    }

    private static String noRule(CapabilityRequest request, String action) {
        return "no rule of agent " + request.getAgent() + " matches " + request.getService() + " " + action
                + ", and what no rule allows is denied";
    }

    private static String by(Ruling ruling) {
        Rule first = ruling.rules().get(0);
        boolean failed = ruling.remarks().stream()
                .anyMatch(remark -> remark.failed() && remark.rule().equals(first));
        return cited(ruling.rules()) + (failed ? ", whose condition could not be evaluated and so counts" : "");
    }

    private static String cited(List<Rule> rules) {
        if (rules.isEmpty()) {
            return "";
        }
        Rule first = rules.get(0);
        return " (" + first.path() + ", " + first.file() + " line " + first.line() + ")";
    }

    /** Which rules would have matched by name. */
    private static String unmet(Ruling ruling) {
        List<Ruling.Remark> remarks = ruling.remarks();
        if (remarks.isEmpty()) {
            return "";
        }
        String rules = remarks.stream()
                .limit(MAX_RULES_TOLD)
                .map(remark -> remark.rule().path() + (remark.failed() ? " (could not be evaluated)" : ""))
                .collect(Collectors.joining(", "));
        int more = remarks.size() - MAX_RULES_TOLD;
        return "; conditions or hours do not hold of " + rules + (more > 0 ? " and " + more + " more" : "");
    }

    private static String told(List<String> faults) {
        String first = String.join("; ", faults.subList(0, Math.min(MAX_FAULTS_TOLD, faults.size())));
        int more = faults.size() - MAX_FAULTS_TOLD;
        return more > 0 ? first + "; and " + more + " more" : first;
    }
}
