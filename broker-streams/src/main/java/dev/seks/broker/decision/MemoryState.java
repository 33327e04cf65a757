// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.limit.Book;
import dev.seks.schemas.approval.Escalations;
import dev.seks.schemas.control.Freeze;
import dev.seks.schemas.record.Decision;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The state in maps: for tests, replay and simulation. Obviously right rather than fast. */
public final class MemoryState implements State {
    private final Map<String, DomainState> domains = new HashMap<>();
    private final Map<String, ActivePolicy> policies = new HashMap<>();
    private final Map<String, Book> books = new HashMap<>();
    private final Map<String, Map<String, GrantBook>> grants = new HashMap<>();
    private final Map<RequestKey, Answer> answers = new HashMap<>();
    private final Map<RequestKey, Decision> open = new HashMap<>();

    @Override
    public DomainState domain(String domain) {
        return domains.getOrDefault(domain, DomainState.NEW);
    }

    @Override
    public @Nullable ActivePolicy policy(String domain) {
        return policies.get(domain);
    }

    @Override
    public Book book(String domain, String owner) {
        return books.getOrDefault(domain + "/" + owner, Book.EMPTY);
    }

    @Override
    public GrantBook grants(String domain, String agent) {
        GrantBook book = grants.getOrDefault(domain, Map.of()).get(agent);
        return book == null ? GrantBook.empty(agent) : book;
    }

    @Override
    public List<GrantBook> holders(String domain, int most) {
        return grants.getOrDefault(domain, Map.of()).values().stream()
                .sorted(Comparator.comparing(GrantBook::agent))
                .limit(most)
                .toList();
    }

    @Override
    public @Nullable Answer answer(RequestKey key) {
        return answers.get(key);
    }

    @Override
    public @Nullable Decision pending(RequestKey key) {
        return open.get(key);
    }

    @Override
    public Backlog backlog(String domain, String agent) {
        List<Instant> expiries = open.entrySet().stream()
                .filter(entry -> entry.getKey().domain().equals(domain)
                        && entry.getKey().agent().equals(agent))
                .map(entry -> entry.getValue().getApproval().getExpiresAt())
                .sorted()
                .toList();
        return expiries.isEmpty() ? Backlog.NONE : new Backlog(expiries.size(), expiries.get(0));
    }

    @Override
    public List<Decision> open(String domain, int most) {
        return inOrder(domain).limit(most).toList();
    }

    @Override
    public List<Decision> open(String domain, Freeze freeze, int most) {
        return inOrder(domain)
                .filter(decision -> freeze.covers(decision.getAgent(), decision.getService()))
                .limit(most)
                .toList();
    }

    @Override
    public @Nullable Decision waiting(String domain, String requestDigest) {
        return inOrder(domain)
                .filter(decision -> decision.getRequestDigest().equals(requestDigest))
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<Decision> expired(String domain, Instant now, int most) {
        return inOrder(domain)
                .filter(decision -> !decision.getApproval().getExpiresAt().isAfter(now))
                .limit(most)
                .toList();
    }

    @Override
    public List<Decision> escalating(String domain, Instant now, int most) {
        return open.values().stream()
                .filter(decision -> decision.getDomain().equals(domain)
                        && next(decision).filter(at -> !at.isAfter(now)).isPresent())
                .sorted(Comparator.comparing(
                                (Decision decision) -> next(decision).orElseThrow())
                        .thenComparing(Decision::getAgent)
                        .thenComparing(Decision::getRequestId))
                .limit(most)
                .toList();
    }

    private static Optional<Instant> next(Decision decision) {
        return Escalations.next(decision.getApproval()).map(Escalations.Step::at);
    }

    /** Makes the change that an effect asks for; what is published is the caller's business. */
    public void apply(Effect effect) {
        if (effect instanceof Effect.SaveDomain save) {
            domains.put(save.domain(), save.state());
        } else if (effect instanceof Effect.SaveBook save) {
            books.put(save.domain() + "/" + save.owner(), save.book());
        } else if (effect instanceof Effect.SaveGrants save) {
            Map<String, GrantBook> ofDomain = grants.computeIfAbsent(save.domain(), domain -> new HashMap<>());
            if (save.book().isEmpty()) {
                ofDomain.remove(save.book().agent());
            } else {
                ofDomain.put(save.book().agent(), save.book());
            }
        } else if (effect instanceof Effect.Remember remember) {
            answers.put(remember.key(), remember.answer());
        } else if (effect instanceof Effect.Open opened) {
            open.put(opened.key(), opened.decision());
        } else if (effect instanceof Effect.Close close) {
            open.remove(close.key());
        } else if (effect instanceof Effect.ActivatePolicy activate) {
            policies.put(activate.domain(), activate.policy());
        }
    }

    private Stream<Decision> inOrder(String domain) {
        return open.values().stream()
                .filter(decision -> decision.getDomain().equals(domain))
                .sorted(Comparator.comparing(
                                (Decision decision) -> decision.getApproval().getExpiresAt())
                        .thenComparing(Decision::getAgent)
                        .thenComparing(Decision::getRequestId));
    }
}
