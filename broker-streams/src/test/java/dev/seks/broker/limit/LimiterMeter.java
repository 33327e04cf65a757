// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

import dev.seks.broker.limit.LimitOutcome.Admitted;
import dev.seks.broker.limit.LimitOutcome.Held;
import dev.seks.broker.oracle.Levels;
import dev.seks.broker.oracle.Levels.Call;
import dev.seks.broker.oracle.Levels.Take;
import dev.seks.broker.oracle.Meter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The limiter as it is, with a book for each owner; subclasses get one thing wrong. */
class LimiterMeter implements Meter {
    final Map<String, Book> books = new HashMap<>();
    private Levels levels = new Levels(List.of());

    @Override
    public void limits(Levels changed) {
        levels = changed;
    }

    @Override
    public Reply ask(Call call, long nowMs) {
        Map<String, List<Charge>> charges = charges(call);
        LimitOutcome outcome = check(accounts(charges), nowMs);
        keep(List.copyOf(charges.keySet()), accounts(charges), outcome, nowMs);
        if (outcome instanceof Held held) {
            return new Reply(false, held.retryAfterMs(), held.first().name(), seen(held));
        }
        return new Reply(true, 0, "", seen(outcome));
    }

    @Override
    public boolean wouldAdmit(Call call, long atMs) {
        return check(accounts(charges(call)), atMs) instanceof Admitted;
    }

    @Override
    public void restart() {
        books.replaceAll((owner, book) -> Book.decode(book.encode()));
    }

    LimitOutcome check(List<Account> accounts, long nowMs) {
        return Limiter.check(accounts, nowMs);
    }

    void keep(List<String> owners, List<Account> asked, LimitOutcome outcome, long nowMs) {
        if (outcome instanceof Admitted admitted) {
            for (int i = 0; i < owners.size(); i++) {
                books.put(owners.get(i), admitted.books().get(i));
            }
        }
    }

    Charge charge(Take take, Call call) {
        return new Charge(new Limit(take.name(), take.key(), take.max(), take.windowMs()), take.weight());
    }

    Seen seen(Look look) {
        return new Seen(look.name(), look.used(), look.max(), look.windowMs(), look.weight());
    }

    private List<Seen> seen(LimitOutcome outcome) {
        return outcome.looks().stream().map(this::seen).toList();
    }

    private Map<String, List<Charge>> charges(Call call) {
        Map<String, List<Charge>> charges = new LinkedHashMap<>();
        for (Take take : levels.takes(call)) {
            charges.computeIfAbsent(take.owner(), o -> new ArrayList<>()).add(charge(take, call));
        }
        return charges;
    }

    private List<Account> accounts(Map<String, List<Charge>> charges) {
        List<Account> accounts = new ArrayList<>();
        charges.forEach((owner, all) -> accounts.add(new Account(books.getOrDefault(owner, Book.EMPTY), all)));
        return accounts;
    }
}
