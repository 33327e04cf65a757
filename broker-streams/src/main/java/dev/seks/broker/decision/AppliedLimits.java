// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.limit.Account;
import dev.seks.broker.limit.Book;
import dev.seks.broker.limit.Charge;
import dev.seks.broker.limit.Limit;
import dev.seks.broker.limit.Look;
import dev.seks.broker.policy.LimitRule;
import dev.seks.broker.policy.LimitSet;
import dev.seks.broker.policy.Unit;
import dev.seks.schemas.catalogue.ActionDefinition;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * The limits that apply to one request, and whose books they are kept in. The domain's own book is always the first and
 * the agent's the second; those of a service and an action are only there when a limit is kept in them.
 */
final class AppliedLimits {
    private static final int MICRO_USD_DIGITS = 6;

    private final List<String> owners = new ArrayList<>(4);
    private final List<List<Charge>> charges = new ArrayList<>(4);

    private AppliedLimits() {}

    /** What the request takes: one of each count, and its action's cost of each budget; what is free takes of none. */
    static AppliedLimits of(ActivePolicy policy, CapabilityRequest request) {
        String service = request.getService();
        String action = request.getAction();
        long cost = policy.catalogue()
                .action(service, action)
                .map(AppliedLimits::microUsd)
                .orElse(0L);
        LimitSet set = policy.rules().limits(request.getAgent(), service, action);
        AppliedLimits limits = new AppliedLimits();
        limits.add("", charges(set.global(), cost));
        limits.add(request.getAgent(), charges(set.ofAgent(), cost));
        limits.addIfAny("service/" + service, charges(set.ofService(), cost));
        limits.addIfAny("action/" + service + "." + action, charges(set.ofAction(), cost));
        return limits;
    }

    private void addIfAny(String owner, List<Charge> ownCharges) {
        if (!ownCharges.isEmpty()) {
            add(owner, ownCharges);
        }
    }

    private void add(String owner, List<Charge> ownCharges) {
        owners.add(owner);
        charges.add(ownCharges);
    }

    private static List<Charge> charges(List<LimitRule> rules, long cost) {
        List<Charge> charges = new ArrayList<>(rules.size());
        for (LimitRule rule : rules) {
            long weight = switch (rule.unit()) {
                case REQUESTS -> 1;
                case MICRO_USD -> cost;
            };
            if (weight > 0) {
                charges.add(new Charge(new Limit(rule.name(), rule.key(), rule.max(), rule.windowMs()), weight));
            }
        }
        return charges;
    }

    private static long microUsd(ActionDefinition action) {
        return action.costUsd().movePointRight(MICRO_USD_DIGITS).longValueExact();
    }

    /** What would be taken from which book. */
    List<Account> accounts(State state, Entry entry) {
        List<Account> accounts = new ArrayList<>(owners.size());
        for (int i = 0; i < owners.size(); i++) {
            Book book = i == 0 ? entry.state().shared() : state.book(entry.domain(), owners.get(i));
            accounts.add(new Account(book, charges.get(i)));
        }
        return accounts;
    }

    /** Keeps the books after an admission, in the order of {@link #accounts}. */
    void keep(List<Book> books, Entry entry) {
        entry.change(entry.state().withShared(books.get(0)));
        for (int i = 1; i < owners.size(); i++) {
            if (!charges.get(i).isEmpty()) {
                entry.add(new Effect.SaveBook(entry.domain(), owners.get(i), books.get(i)));
            }
        }
    }

    /** Why a request is denied that this limit has no room for. */
    static Reason reason(Look held) {
        return switch (Unit.of(held.key())) {
            case REQUESTS -> Reason.RATE_LIMITED;
            case MICRO_USD -> Reason.BUDGET_EXCEEDED;
        };
    }

    /** What is used of a limit, in words. */
    static String told(Look look) {
        Unit unit = Unit.of(look.key());
        return unit.told(look.used()) + " of " + unit.told(look.max()) + " " + unit.word() + " in " + look.windowMs()
                + " ms are used (" + look.name() + ")";
    }
}
