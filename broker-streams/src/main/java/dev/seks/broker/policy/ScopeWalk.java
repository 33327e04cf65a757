// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.catalogue.ActionDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes through every action of the catalogue that a grant would reach. */
final class ScopeWalk {
    private static final Comparator<Rule> IN_FILE_ORDER =
            Comparator.comparingInt(Rule::line).thenComparing(Rule::path);

    private final RuleGrid grid;
    private final ActionCatalogue catalogue;
    private final Set<Rule> asking = new LinkedHashSet<>();
    private final Set<Rule> allowing = new LinkedHashSet<>();
    private @Nullable ApprovalTerms terms;

    ScopeWalk(RuleGrid grid, ActionCatalogue catalogue) {
        this.grid = grid;
        this.catalogue = catalogue;
    }

    /** INVARIANT: one action that is denied, or may not be granted, is enough: a grant is given whole or not at all. */
    ScopeRuling through(String agent, GrantScope scope) {
        List<String> actions = new ArrayList<>();
        for (ActionDefinition action : reached(catalogue, scope)) {
            Ruling ruling = grid.ruling(agent, action.service(), action.name());
            ScopeRuling objection = objection(action.name(), ruling);
            if (objection != null) {
                return objection;
            }
            actions.add(action.name());
        }
        return new ScopeRuling.Grantable(
                actions,
                (asking.isEmpty() ? allowing : asking)
                        .stream().sorted(IN_FILE_ORDER).toList(),
                terms);
    }

    private static List<ActionDefinition> reached(ActionCatalogue catalogue, GrantScope scope) {
        return catalogue.service(scope.service()).stream()
                .flatMap(service -> service.actions().values().stream())
                .filter(scope::reaches)
                .toList();
    }

    private @Nullable ScopeRuling objection(String action, Ruling ruling) {
        return switch (ruling.kind()) {
            case UNKNOWN_AGENT, UNKNOWN_SERVICE, NO_RULE, DENIED -> new ScopeRuling.Denied(action, ruling);
            case ALLOWED -> {
                allowing.addAll(ruling.rules());
                yield null;
            }
            case APPROVAL -> asking(action, ruling.rules(), ruling.approval());
            case CONDITIONAL -> conditional(action, ruling.guarded());
        };
    }

    private @Nullable ScopeRuling conditional(String action, GuardedRules guarded) {
        if (!guarded.requireApproval().isEmpty()) {
            return asking(
                    action,
                    Matching.rules(guarded.requireApproval()),
                    Matching.united(guarded.requireApproval(), guarded.effect()));
        }
        if (guarded.allow().isEmpty()) {
            return new ScopeRuling.Denied(action, Ruling.NO_RULE);
        }
        allowing.addAll(Matching.rules(guarded.allow()));
        return null;
    }

    private @Nullable ScopeRuling asking(String action, List<Rule> rules, ApprovalTerms wanted) {
        if (!wanted.grantable()) {
            return new ScopeRuling.NotGrantable(action, rules);
        }
        asking.addAll(rules);
        terms = terms == null ? wanted : terms.and(wanted);
        return null;
    }
}
