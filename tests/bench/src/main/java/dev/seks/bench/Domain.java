// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench;

import dev.seks.broker.decision.Decider;
import dev.seks.broker.decision.Effect;
import dev.seks.broker.decision.Event;
import dev.seks.broker.decision.MemoryState;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.schemas.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** A domain in memory with a policy in force; whoever asks needs no signature. */
public final class Domain {
    /** The domain of a policy that names none. */
    public static final String NAME = "default";

    private static final byte[] KEY = NAME.getBytes(StandardCharsets.UTF_8);

    private final Codecs codecs = Codecs.of(SchemaIds.builtIn());
    private final MemoryState state = new MemoryState();
    private final Publisher publisher = new Publisher();
    private final Decider decider = new Decider(codecs, publisher.trusted());
    private final Instant now;
    private long offset;

    private Domain(Instant now) {
        this.now = now;
    }

    /** A domain in which the policy is in force; {@code now} is the time of all that happens in it. */
    public static Domain with(String policy, List<BundleFile> catalogue, List<String> operators, Instant now) {
        Domain domain = new Domain(now);
        PolicyBundle bundle = PolicyBundle.newBuilder()
                .setDomain(NAME)
                .setVersion(1)
                .setPolicy(new BundleFile("seks-policy.yaml", policy))
                .setCatalogue(catalogue)
                .setOperators(operators)
                .setAuthor("bench")
                .setMessage("bench")
                .setCreatedAt(now)
                .build();
        List<Effect> effects =
                domain.happen(EventKind.POLICY, domain.codecs.bundle().encode(bundle));
        if (effects.stream().noneMatch(effect -> effect instanceof Effect.ActivatePolicy)) {
            throw new IllegalArgumentException("a policy that is refused, expected one without faults:\n" + policy);
        }
        return domain;
    }

    /** What becomes of a request. */
    public Decision ask(CapabilityRequest request) {
        for (Effect effect : happen(EventKind.REQUEST, codecs.request().encode(request))) {
            if (effect instanceof Effect.Publish publish && publish.topic() != Topic.JOURNAL) {
                try {
                    return codecs.decision().decode(publish.value());
                } catch (WireException e) {
                    throw new IllegalStateException("a decision that cannot be read, expected one that can", e);
                }
            }
        }
        throw new IllegalStateException("no decision, expected one for each request");
    }

    private List<Effect> happen(EventKind kind, byte[] value) {
        Coordinates cause = new Coordinates("bench", 0, offset++, now);
        List<Event.HeaderField> headers =
                kind == EventKind.POLICY ? List.of(publisher.signed(cause.getTopic(), value)) : List.of();
        List<Effect> effects = decider.decide(state, new Event(kind, cause, 1, KEY, value, headers));
        effects.forEach(state::apply);
        return effects;
    }
}
