// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.topology;

import dev.seks.broker.decision.ActivePolicy;
import dev.seks.broker.decision.Answer;
import dev.seks.broker.decision.Backlog;
import dev.seks.broker.decision.BundleLoader;
import dev.seks.broker.decision.DomainState;
import dev.seks.broker.decision.Effect;
import dev.seks.broker.decision.GrantBook;
import dev.seks.broker.decision.RequestKey;
import dev.seks.broker.decision.State;
import dev.seks.broker.limit.Book;
import dev.seks.schemas.control.Freeze;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.RecordCodec;
import dev.seks.schemas.wire.WireException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The state of a partition's domains in a Kafka Streams store: three writes for a decided request. What is used over
 * and over is kept in memory beside it, written through. Used by its task's thread alone.
 */
final class StoredState implements State {
    private static final int MOST_DOMAINS_IN_MEMORY = 1_000;
    private static final int MOST_BOOKS_IN_MEMORY = 10_000;

    private final RecordCodec<Decision> decisions;
    private final BundleLoader bundles;
    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<String, DomainState> domains = new Recent<>(MOST_DOMAINS_IN_MEMORY);
    private final Map<String, ActivePolicy> policies = new Recent<>(MOST_DOMAINS_IN_MEMORY);
    private final Map<Bytes, Book> books = new Recent<>(MOST_BOOKS_IN_MEMORY);
    private final Map<String, TreeMap<String, GrantBook>> grants = new HashMap<>();
    private final Deadlines deadlines = new Deadlines();

    /** Reads which requests are open; the store must have been restored. */
    StoredState(Codecs codecs, KeyValueStore<Bytes, byte[]> store) {
        this.decisions = codecs.decision();
        this.bundles = new BundleLoader(codecs.bundle());
        this.store = store;
        indexOpen();
    }

    @Override
    public DomainState domain(String domain) {
        DomainState known = domains.get(domain);
        if (known == null) {
            byte[] stored = store.get(StateKeys.domain(domain));
            known = stored == null ? DomainState.NEW : DomainState.decode(stored);
            domains.put(domain, known);
        }
        return known;
    }

    @Override
    public @Nullable ActivePolicy policy(String domain) {
        if (domain(domain).policyVersion() == 0) {
            return null;
        }
        ActivePolicy known = policies.get(domain);
        if (known == null) {
            known = load(Objects.requireNonNull(store.get(StateKeys.policy(domain))));
            policies.put(domain, known);
        }
        return known;
    }

    @Override
    public Book book(String domain, String owner) {
        Bytes key = StateKeys.book(domain, owner);
        Book known = books.get(key);
        if (known == null) {
            byte[] stored = store.get(key);
            known = stored == null ? Book.EMPTY : Book.decode(stored);
            books.put(key, known);
        }
        return known;
    }

    @Override
    public GrantBook grants(String domain, String agent) {
        TreeMap<String, GrantBook> ofDomain = grants.get(domain);
        GrantBook book = ofDomain == null ? null : ofDomain.get(agent);
        return book == null ? GrantBook.empty(agent) : book;
    }

    @Override
    public List<GrantBook> holders(String domain, int most) {
        return grants.getOrDefault(domain, new TreeMap<>()).values().stream()
                .limit(most)
                .toList();
    }

    @Override
    public @Nullable Answer answer(RequestKey key) {
        byte[] stored = store.get(StateKeys.answer(key));
        return stored == null ? null : Answer.decode(stored);
    }

    @Override
    public @Nullable Decision pending(RequestKey key) {
        byte[] stored = store.get(StateKeys.open(key));
        return stored == null ? null : open(stored);
    }

    @Override
    public Backlog backlog(String domain, String agent) {
        return deadlines.backlog(domain, agent);
    }

    @Override
    public List<Decision> open(String domain, int most) {
        return decisions(deadlines.first(domain, most, null));
    }

    @Override
    public List<Decision> open(String domain, Freeze freeze, int most) {
        return decisions(deadlines.covered(domain, freeze, most));
    }

    @Override
    public @Nullable Decision waiting(String domain, String requestDigest) {
        RequestKey key = deadlines.find(domain, requestDigest);
        return key == null ? null : pending(key);
    }

    @Override
    public List<Decision> expired(String domain, Instant now, int most) {
        return decisions(deadlines.first(domain, most, now));
    }

    @Override
    public List<Decision> escalating(String domain, Instant now, int most) {
        return decisions(deadlines.escalating(domain, most, now));
    }

    /** The earliest deadline of each domain in which one has passed at {@code now}. */
    Map<String, Instant> due(Instant now) {
        return deadlines.due(now);
    }

    /** Makes a change of state; what is to be published is not this class's business. */
    void apply(Effect effect) {
        if (effect instanceof Effect.SaveDomain save) {
            domains.put(save.domain(), save.state());
            store.put(StateKeys.domain(save.domain()), save.state().encode());
        } else if (effect instanceof Effect.SaveBook save) {
            Bytes key = StateKeys.book(save.domain(), save.owner());
            books.put(key, save.book());
            store.put(key, save.book().encode());
        } else if (effect instanceof Effect.SaveGrants save) {
            keep(save.domain(), save.book());
            Bytes key = StateKeys.grants(save.domain(), save.book().agent());
            if (save.book().isEmpty()) {
                store.delete(key);
            } else {
                store.put(key, save.book().encode());
            }
        } else if (effect instanceof Effect.Remember remember) {
            store.put(StateKeys.answer(remember.key()), remember.answer().encode());
        } else if (effect instanceof Effect.Open open) {
            deadlines.add(open.key(), open.decision());
            store.put(StateKeys.open(open.key()), open.value());
        } else if (effect instanceof Effect.Close close) {
            deadlines.remove(close.key(), close.decision());
            store.delete(StateKeys.open(close.key()));
        } else if (effect instanceof Effect.ActivatePolicy activate) {
            policies.put(activate.domain(), activate.policy());
            store.put(StateKeys.policy(activate.domain()), activate.policy().bundle());
        }
    }

    /** Few agents hold grants, so all of them are in memory: an agent that holds none costs a request no look at the store. */
    private void keep(String domain, GrantBook book) {
        TreeMap<String, GrantBook> ofDomain = grants.computeIfAbsent(domain, name -> new TreeMap<>());
        if (!book.isEmpty()) {
            ofDomain.put(book.agent(), book);
        } else if (ofDomain.remove(book.agent()) != null && ofDomain.isEmpty()) {
            grants.remove(domain);
        }
    }

    private List<Decision> decisions(List<RequestKey> keys) {
        return keys.stream().map(key -> Objects.requireNonNull(pending(key))).toList();
    }

    private Decision open(byte[] stored) {
        try {
            return decisions.decode(stored);
        } catch (WireException e) {
            throw new IllegalStateException("the store holds an unreadable open request", e);
        }
    }

    private ActivePolicy load(byte[] bundle) {
        if (bundles.load(bundle) instanceof BundleLoader.Loaded.Usable usable) {
            return usable.policy();
        }
        throw new IllegalStateException("the store holds a bundle that cannot be used, expected the one put in force");
    }

    /** Visits each domain once and reads its open requests and grants alone, however much else is stored. */
    private void indexOpen() {
        String domain = firstDomain(null);
        while (domain != null) {
            try (KeyValueIterator<Bytes, byte[]> stored =
                    store.range(StateKeys.firstOpen(domain), StateKeys.afterOpen(domain))) {
                stored.forEachRemaining(entry -> {
                    Decision open = open(entry.value);
                    deadlines.add(key(open), open);
                });
            }
            String of = domain;
            try (KeyValueIterator<Bytes, byte[]> stored =
                    store.range(StateKeys.firstGrants(of), StateKeys.afterGrants(of))) {
                stored.forEachRemaining(entry -> keep(of, GrantBook.decode(StateKeys.agentOf(entry.key), entry.value)));
            }
            domain = firstDomain(StateKeys.after(domain));
        }
    }

    private @Nullable String firstDomain(@Nullable Bytes from) {
        try (KeyValueIterator<Bytes, byte[]> stored = store.range(from, null)) {
            return stored.hasNext() ? StateKeys.domainOf(stored.next().key) : null;
        }
    }

    private static RequestKey key(Decision open) {
        return new RequestKey(open.getDomain(), open.getAgent(), open.getRequestId());
    }
}
