// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.GrantOffer;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.record.Tick;
import dev.seks.schemas.record.Verdict;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.signature.HmacKey;
import dev.seks.schemas.topic.Partitioning;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import dev.seks.schemas.wire.WireException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Plays events against the state machine, by hand and with time by hand, and keeps what came of them. */
final class Story {
    static final int PARTITIONS = 4;
    static final Codecs CODECS = Codecs.of(SchemaIds.builtIn());
    static final String DOMAIN = "default";

    static final String CATALOGUE_GITHUB = """
            service: github
            base_url: https://forge.example
            actions:
              repos.list: { summary: "list repositories", effect: read, http: GET /user/repos, returns: [name] }
              repos.get:
                summary: "read repository {owner}/{repo}"
                effect: read
                http: GET /repos/{owner}/{repo}
                params:
                  owner: { type: string, required: true }
                  repo: { type: string, required: true }
                returns: [name]
              repos.create:
                summary: "create repository {name}"
                effect: write
                http: POST /user/repos
                params: { name: { type: string, required: true, in: body } }
                returns: [name]
                cost: { usd: 0.25 }
              repos.delete:
                summary: "delete repository {name}"
                effect: delete
                http: DELETE /repos/{name}
                params: { name: { type: string, required: true } }
                returns: [name]
            """;

    final MemoryState state = new MemoryState();
    final Map<Topic, List<byte[]>> published = new EnumMap<>(Topic.class);

    /** Every decision, in the order of the log. */
    final List<Decision> decisions = new ArrayList<>();

    private final List<JournalEntry> journal = new ArrayList<>();

    private final Decider decider;
    static final String TOPIC = "seks.test";

    private Instant now = Instant.parse("2026-01-05T12:00:00Z");
    private long offset;
    private int ids;

    Story() {
        this(new Decider(CODECS, TestKeys.TRUST));
    }

    private Story(Decider decider) {
        this.decider = decider;
    }

    /** A domain of another state machine in which this policy is in force. */
    static Story with(Decider decider, String policy) {
        Story story = new Story(decider);
        story.activate(1, policy, List.of("ann"));
        return story;
    }

    /** A domain in which the specification's example policy is in force and ann is the operator. */
    static Story withSeedPolicy() {
        Story story = new Story();
        story.activate(1, seedPolicy(), List.of("ann"));
        return story;
    }

    /** A domain in which this policy is in force and ann is the operator. */
    static Story withPolicy(String policy) {
        Story story = new Story();
        story.activate(1, policy, List.of("ann"));
        return story;
    }

    static String seedPolicy() {
        try {
            return Files.readString(Path.of("../examples/seks-policy.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Instant now() {
        return now;
    }

    Story after(Duration passed) {
        now = now.plus(passed);
        return this;
    }

    List<Effect> activate(int version, String policy, List<String> operators) {
        return activate(version, policy, operators, List.of(new BundleFile("catalogue/github.yaml", CATALOGUE_GITHUB)));
    }

    List<Effect> activate(int version, String policy, List<String> operators, List<BundleFile> catalogue) {
        PolicyBundle bundle = PolicyBundle.newBuilder()
                .setDomain(DOMAIN)
                .setVersion(version)
                .setPolicy(new BundleFile("seks-policy.yaml", policy))
                .setCatalogue(catalogue)
                .setOperators(operators)
                .setAuthor("ann")
                .setMessage("test")
                .setCreatedAt(now)
                .build();
        return happen(EventKind.POLICY, DOMAIN, CODECS.bundle().encode(bundle));
    }

    CapabilityRequest.Builder aRequest(String service, String action, String params) {
        return CapabilityRequest.newBuilder()
                .setRequestId("r-" + ++ids)
                .setDomain(DOMAIN)
                .setAgent("aeonbyte")
                .setService(service)
                .setAction(action)
                .setParams(params)
                .setCreatedAt(now);
    }

    /** Publishes a request and returns the decision about it. */
    Decision ask(CapabilityRequest.Builder request) {
        return ask(request.build());
    }

    Decision ask(CapabilityRequest request) {
        happen(EventKind.REQUEST, request.getDomain(), CODECS.request().encode(request));
        return lastDecision();
    }

    /** Publishes the value of a request as it is, without a signature. */
    Decision askUnsigned(byte[] value) {
        byte[] key = DOMAIN.getBytes(StandardCharsets.UTF_8);
        happen(EventKind.REQUEST, key, Partitioning.partition(key, PARTITIONS), value, List.of());
        return lastDecision();
    }

    Decision ask(String service, String action, String params) {
        return ask(aRequest(service, action, params));
    }

    void say(Decision pending, String person, VerdictChoice choice) {
        say(pending, person, choice, pending.getRequestDigest());
    }

    void say(Decision pending, String person, VerdictChoice choice, String digest) {
        say(pending, person, choice, digest, Channel.CLI);
    }

    void say(Decision pending, String person, VerdictChoice choice, String digest, Channel channel) {
        give(verdict(pending, person, choice).setRequestDigest(digest).setChannel(channel));
    }

    /** An approval that offers the same for some time. */
    void offer(Decision pending, String person, Duration ttl, int maxUses) {
        give(verdict(pending, person, VerdictChoice.APPROVE).setGrant(new GrantOffer(ttl.toMillis(), maxUses)));
    }

    Verdict.Builder verdict(Decision pending, String person, VerdictChoice choice) {
        return Verdict.newBuilder()
                .setDomain(pending.getDomain())
                .setRequestId(pending.getRequestId())
                .setAgent(pending.getAgent())
                .setRequestDigest(pending.getRequestDigest())
                .setPerson(person)
                .setChannel(Channel.CLI)
                .setVerdict(choice)
                .setGivenAt(now);
    }

    void give(Verdict.Builder verdict) {
        happen(EventKind.VERDICT, DOMAIN, CODECS.verdict().encode(verdict.build()));
    }

    void revoke(@Nullable String grantId) {
        Control control = Control.newBuilder()
                .setDomain(DOMAIN)
                .setKind(ControlKind.REVOKE_GRANT)
                .setGrantId(grantId)
                .setPerson("ann")
                .setGivenAt(now)
                .build();
        happen(EventKind.CONTROL, DOMAIN, CODECS.control().encode(control));
    }

    void tick() {
        happen(EventKind.TICK, DOMAIN, CODECS.tick().encode(new Tick(DOMAIN, now)));
    }

    void order(ControlKind kind, @Nullable String agent, @Nullable String service, @Nullable String digest) {
        Control control = Control.newBuilder()
                .setDomain(DOMAIN)
                .setKind(kind)
                .setAgent(agent)
                .setService(service)
                .setRequestDigest(digest)
                .setPerson("ann")
                .setGivenAt(now)
                .build();
        happen(EventKind.CONTROL, DOMAIN, CODECS.control().encode(control));
    }

    List<Effect> happen(EventKind kind, String key, byte @Nullable [] value) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return happen(kind, bytes, Partitioning.partition(bytes, PARTITIONS), value);
    }

    List<Effect> happen(EventKind kind, byte @Nullable [] key, int partition, byte @Nullable [] value) {
        return happen(kind, key, partition, value, signed(kind, TOPIC, value));
    }

    List<Effect> happen(
            EventKind kind,
            byte @Nullable [] key,
            int partition,
            byte @Nullable [] value,
            List<Event.HeaderField> headers) {
        Coordinates cause = new Coordinates(TOPIC, partition, offset++, now);
        List<Effect> effects = decider.decide(state, new Event(kind, cause, PARTITIONS, key, value, headers));
        for (Effect effect : effects) {
            state.apply(effect);
            if (effect instanceof Effect.Publish publish) {
                published
                        .computeIfAbsent(publish.topic(), topic -> new ArrayList<>())
                        .add(publish.value());
                if (publish.topic() == Topic.JOURNAL) {
                    journal.add(entry(publish.value()));
                } else {
                    decisions.add(decoded(publish.value()));
                }
            }
        }
        return effects;
    }

    /** As whoever may write such a record would sign it; a request is signed with the HMAC key of the agent in it. */
    static List<Event.HeaderField> signed(EventKind kind, String topic, byte @Nullable [] value) {
        return switch (kind) {
            case REQUEST -> List.of(TestKeys.header(agentsKey(value), TestKeys.kind(kind), topic, value));
            case POLICY, VERDICT, CONTROL ->
                List.of(TestKeys.header(TestKeys.signer(kind), TestKeys.kind(kind), topic, value));
            case TICK, UNKNOWN -> List.of();
        };
    }

    private static HmacKey agentsKey(byte @Nullable [] value) {
        try {
            CapabilityRequest request = CODECS.request().decode(value);
            if (Names.isAgent(request.getAgent()) && Names.isDomain(request.getDomain())) {
                return TestKeys.ofAgent(request.getDomain(), request.getAgent());
            }
        } catch (WireException e) {
            return TestKeys.ofAgent(DOMAIN, "aeonbyte"); // a known agent may send bytes that are no request
        }
        return TestKeys.ofAgent(DOMAIN, "aeonbyte");
    }

    Decision lastDecision() {
        return decision(lastTopic());
    }

    private Topic lastTopic() {
        return switch (lastEntry().getOutcomes().get(0).getOutcome()) {
            case APPROVED -> Topic.APPROVED;
            case DENIED -> Topic.DENIED;
            case PENDING -> Topic.PENDING;
        };
    }

    private Decision decision(Topic topic) {
        List<byte[]> values = published.get(topic);
        return decoded(values.get(values.size() - 1));
    }

    private static Decision decoded(byte[] value) {
        try {
            return CODECS.decision().decode(value);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    int count(Topic topic) {
        return published.getOrDefault(topic, List.of()).size();
    }

    JournalEntry lastEntry() {
        return journal.get(journal.size() - 1);
    }

    List<JournalEntry> journal() {
        return List.copyOf(journal);
    }

    private static JournalEntry entry(byte[] value) {
        try {
            return CODECS.journal().decode(value);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }
}
