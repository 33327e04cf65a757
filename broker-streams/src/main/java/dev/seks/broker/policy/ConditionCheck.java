// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.broker.condition.Condition;
import dev.seks.broker.condition.Conditions;
import dev.seks.broker.condition.Flaw;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.catalogue.ActionDefinition;
import dev.seks.schemas.catalogue.Effect;
import dev.seks.schemas.catalogue.ServiceDefinition;
import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds every condition of a policy against every action of the catalogue that its rule can reach. */
final class ConditionCheck {
    /** How many pieces of patterns are looked for in all; a policy that needs more is refused. */
    private static final long MAX_WORK = 50_000_000;

    private final ActionCatalogue catalogue;
    private final Faults faults = new Faults();
    private final Conditions.Builder conditions = new Conditions.Builder();
    private long worked;

    private ConditionCheck(ActionCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** What the conditions of a policy came to: all fit, or there are faults. */
    record Result(Conditions conditions, List<Fault> faults) {
        Result {
            faults = List.copyOf(faults);
        }
    }

    static Result of(Policy policy, ActionCatalogue catalogue) {
        ConditionCheck check = new ConditionCheck(catalogue);
        for (RuleBlock block : policy.blocks()) {
            block.named()
                    .forEach((name, rules) ->
                            check.rules(rules, catalogue.service(name).stream().toList()));
            for (RuleBlock.Wild wild : block.wild()) {
                check.rules(wild.rules(), check.matching(wild.service()));
            }
        }
        return new Result(check.conditions.build(), check.faults.sorted());
    }

    private List<ServiceDefinition> matching(ActionPattern service) {
        return catalogue.services().values().stream()
                .filter(definition -> service.matches(definition.service()))
                .toList();
    }

    private void rules(ServiceRules rules, List<ServiceDefinition> services) {
        rules.deny().forEach(entry -> entry(entry, services, true));
        rules.requireApproval().forEach(entry -> entry(entry, services, false));
        rules.allow().forEach(entry -> entry(entry, services, false));
    }

    private void entry(RuleEntry entry, List<ServiceDefinition> services, boolean denies) {
        Guard guard = entry.guard();
        if (guard == null || guard.when() == null) {
            return;
        }
        List<Misfit> misfits = new ArrayList<>();
        for (ServiceDefinition service : services) {
            worked += (long) entry.pattern().cost() * service.actions().size();
            if (worked > MAX_WORK) {
                fault(
                        entry,
                        guard.when(),
                        "conditions reach too many actions to be checked, expected fewer or narrower rules");
                return;
            }
            for (ActionDefinition action : service.actions().values()) {
                if (entry.holdsFor(action.name(), !denies && action.effect() == Effect.CREDENTIAL)) {
                    misfit(guard.when().condition(), action).ifPresent(misfits::add);
                }
            }
        }
        tell(entry, guard.when(), misfits);
    }

    /** What a condition cannot be asked about, and why. */
    private record Misfit(ActionDefinition action, Flaw first) {}

    private Optional<Misfit> misfit(Condition condition, ActionDefinition action) {
        return conditions.add(condition, action).stream().findFirst().map(flaw -> new Misfit(action, flaw));
    }

    private void tell(RuleEntry entry, Guard.When when, List<Misfit> misfits) {
        if (!misfits.isEmpty()) {
            ActionDefinition first = misfits.get(0).action();
            String name = first.service() + " " + first.name();
            String message = misfits.get(0).first().message();
            String where = message.contains(name) ? "" : " in " + name;
            int more = misfits.size() - 1;
            fault(
                    entry,
                    when,
                    message + where + (more == 0 ? "" : ", and " + more + " more actions that it does not fit"));
        }
    }

    private void fault(RuleEntry entry, Guard.When when, String message) {
        faults.add(entry.rule().file(), when.line(), when.column(), "when, " + message);
    }
}
