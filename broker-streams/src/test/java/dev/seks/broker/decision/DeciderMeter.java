// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.limit.Book;
import dev.seks.broker.oracle.Levels;
import dev.seks.broker.oracle.Levels.Call;
import dev.seks.broker.oracle.Meter;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.LimitUse;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.Tick;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole state machine as a meter: limits come in with a policy, requests as records, and between them stands what must
 * count nothing: requests that a rule denies, repeats, and ids used again.
 */
final class DeciderMeter implements Meter {
    private static final byte[] DOMAIN = Story.DOMAIN.getBytes(StandardCharsets.UTF_8);
    private static final Pattern BLAMED = Pattern.compile("are used \\((.*?)\\)");

    private final Decider decider = new Decider(Story.CODECS, TestKeys.TRUST);
    private final Random random;
    private final Map<String, Effect> stored = new LinkedHashMap<>();
    private MemoryState state = new MemoryState();
    private int version;
    private int ids;
    private long offset;
    private long lastMs = Instant.parse("2023-11-14T00:00:00Z").toEpochMilli();
    private int largest;

    DeciderMeter(Random random) {
        this.random = random;
    }

    /** Bytes of the largest book that was stored. */
    int largest() {
        return largest;
    }

    @Override
    public void limits(Levels levels) {
        PolicyBundle bundle = PolicyBundle.newBuilder()
                .setDomain(Story.DOMAIN)
                .setVersion(++version)
                .setPolicy(new BundleFile("seks-policy.yaml", levels.policy()))
                .setCatalogue(List.of(catalogue("s"), catalogue("t")))
                .setOperators(List.of("ann"))
                .setAuthor("ann")
                .setMessage("test")
                .setCreatedAt(Instant.ofEpochMilli(lastMs))
                .build();
        apply(decide(EventKind.POLICY, Story.CODECS.bundle().encode(bundle), lastMs));
        if (state.domain(Story.DOMAIN).policyVersion() != version) {
            throw new AssertionError("a policy was refused\n" + levels.policy());
        }
        byte[] tick = Story.CODECS.tick().encode(new Tick(Story.DOMAIN, Instant.ofEpochMilli(lastMs)));
        apply(decide(EventKind.TICK, tick, lastMs));
    }

    private static BundleFile catalogue(String service) {
        return new BundleFile("catalogue/" + service + ".yaml", """
                service: %s
                base_url: https://s.example
                actions:
                  get: { summary: go, effect: read, http: GET /go }
                  buy: { summary: go, effect: money, http: POST /go, cost: { usd: 0.25 } }
                  pay: { summary: go, effect: money, http: POST /go, cost: { usd: 0.1 } }
                  wait: { summary: go, effect: write, http: POST /go, cost: { usd: 0.05 } }
                  never: { summary: go, effect: write, http: POST /go, cost: { usd: 1 } }
                """.formatted(service));
    }

    @Override
    public Reply ask(Call call, long nowMs) {
        lastMs = nowMs;
        if (random.nextInt(8) == 0) {
            Call denied = new Call(call.agent(), call.service(), "never", 0);
            requireReason(decide(EventKind.REQUEST, request(++ids, denied, nowMs), nowMs), Reason.DENIED_BY_RULE);
        }
        byte[] request = request(++ids, call, nowMs);
        List<Effect> effects = decide(EventKind.REQUEST, request, nowMs);
        apply(effects);
        Decision decision = decision(effects);
        if (random.nextInt(8) == 0) {
            List<Effect> again = decide(EventKind.REQUEST, request, nowMs);
            apply(again);
            if (decision(again) != null) {
                throw new AssertionError("a repeat was decided again");
            }
            Call other = new Call(call.agent(), "s".equals(call.service()) ? "t" : "s", call.action(), 0);
            requireReason(decide(EventKind.REQUEST, request(ids, other, nowMs), nowMs), Reason.REPLAY_CONFLICT);
        }
        return reply(decision);
    }

    @Override
    public boolean wouldAdmit(Call call, long atMs) {
        return reply(decision(decide(EventKind.REQUEST, request(++ids, call, atMs), atMs)))
                .admitted();
    }

    /** A new process reads back what the old one stored. */
    @Override
    public void restart() {
        state = new MemoryState();
        stored.values().forEach(state::apply);
    }

    private static Reply reply(@Nullable Decision decision) {
        if (decision == null) {
            throw new AssertionError("a request was not decided");
        }
        List<Seen> seen = decision.getLimits().stream().map(DeciderMeter::seen).toList();
        if (decision.getOutcome() != Outcome.DENIED) {
            return new Reply(true, 0, "", seen);
        }
        Matcher blamed = BLAMED.matcher(decision.getExplanation());
        String first = blamed.find() ? blamed.group(1) : "";
        Reason expected = first.contains("budgets.") ? Reason.BUDGET_EXCEEDED : Reason.RATE_LIMITED;
        if (decision.getReason() != expected) {
            throw new AssertionError(decision.getReason() + ", expected " + expected + " for " + first);
        }
        Long wait = decision.getRetryAfterMs();
        return new Reply(false, wait == null ? NEVER : wait, first, seen);
    }

    private static Seen seen(LimitUse use) {
        return new Seen(use.getName(), use.getUsed(), use.getMax(), use.getWindowMs(), use.getWeight());
    }

    private void requireReason(List<Effect> effects, Reason reason) {
        apply(effects);
        Decision decision = decision(effects);
        if (decision == null || decision.getReason() != reason) {
            throw new AssertionError("decided " + decision + ", expected " + reason);
        }
    }

    private static byte[] request(int id, Call call, long atMs) {
        return Story.CODECS
                .request()
                .encode(CapabilityRequest.newBuilder()
                        .setRequestId("r-" + id)
                        .setDomain(Story.DOMAIN)
                        .setAgent(call.agent())
                        .setService(call.service())
                        .setAction(call.action())
                        .setParams("{}")
                        .setCreatedAt(Instant.ofEpochMilli(atMs))
                        .build());
    }

    private List<Effect> decide(EventKind kind, byte[] value, long atMs) {
        Coordinates cause = new Coordinates("seks.test", 0, offset++, Instant.ofEpochMilli(atMs));
        return decider.decide(
                state, new Event(kind, cause, 1, DOMAIN, value, Story.signed(kind, cause.getTopic(), value)));
    }

    private void apply(List<Effect> effects) {
        for (Effect effect : effects) {
            Effect kept = throughBytes(effect);
            state.apply(kept);
            if (kept instanceof Effect.SaveBook book) {
                stored.put("book " + book.owner(), kept);
            } else if (kept instanceof Effect.SaveDomain || kept instanceof Effect.ActivatePolicy) {
                stored.put(kept.getClass().getSimpleName(), kept);
            } else if (kept instanceof Effect.Remember remember) {
                stored.put("answer " + remember.key(), kept);
            } else if (kept instanceof Effect.Open open) {
                stored.put("open " + open.key(), kept);
            } else if (kept instanceof Effect.Close close) {
                stored.remove("open " + close.key());
            }
        }
    }

    private Effect throughBytes(Effect effect) {
        if (effect instanceof Effect.SaveBook save) {
            byte[] bytes = save.book().encode();
            largest = Math.max(largest, bytes.length);
            return new Effect.SaveBook(save.domain(), save.owner(), Book.decode(bytes));
        }
        return effect instanceof Effect.SaveDomain save
                ? new Effect.SaveDomain(
                        save.domain(), DomainState.decode(save.state().encode()))
                : effect;
    }

    private static @Nullable Decision decision(List<Effect> effects) {
        return effects.stream()
                .flatMap(effect -> effect instanceof Effect.Publish publish && publish.topic() != Topic.JOURNAL
                        ? Stream.of(publish.value())
                        : Stream.empty())
                .map(DeciderMeter::decoded)
                .findFirst()
                .orElse(null);
    }

    private static Decision decoded(byte[] value) {
        try {
            return Story.CODECS.decision().decode(value);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }
}
