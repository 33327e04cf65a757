// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.micro;

import dev.seks.broker.decision.Decider;
import dev.seks.broker.decision.Effect;
import dev.seks.broker.decision.Event;
import dev.seks.broker.decision.MemoryState;
import dev.seks.broker.decision.Trust;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.CapabilityRequest;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.EventKind;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.signature.Ed25519PrivateKey;
import dev.seks.schemas.signature.Ed25519PublicKey;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.signature.SignatureHeader;
import dev.seks.schemas.trust.DomainTrust;
import dev.seks.schemas.trust.KeyRing;
import dev.seks.schemas.trust.TrustRoots;
import dev.seks.schemas.trust.TrustedKey;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * All that the state machine does with one request: decode, check, rule, count, and write decision and journal entry;
 * beside it the decoding and encoding that any consumer and producer of the same records would do.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DecisionBenchmark {
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
    private static final String CLUSTER = "a-cluster";
    private static final byte[] DOMAIN = "bench".getBytes(StandardCharsets.UTF_8);
    private static final String POLICY = """
            version: 1
            domain: bench
            agents:
              runner: { services: { forge: { allow: ["repos.*"], deny: ["repos.delete"] } } }
            rate_limits:
              global: { requests_per_minute: 1000000000 }
              per_agent: { requests_per_minute: 1000000000 }
            """;
    private static final String CATALOGUE = """
            service: forge
            base_url: https://forge.example
            actions:
              repos.get:
                summary: "read repository {owner}/{repo}"
                effect: read
                http: GET /repos/{owner}/{repo}
                params: { owner: { type: string, required: true }, repo: { type: string, required: true } }
            """;

    private final Codecs codecs = Codecs.of(SchemaIds.builtIn());
    private final Ed25519PrivateKey publisher = Ed25519PrivateKey.of(new byte[Ed25519PrivateKey.BYTES]);
    private final Decider decider = new Decider(codecs, trust(publisher.publicKey()));
    private final MemoryState state = new MemoryState();
    private final Event event = event(EventKind.REQUEST, codecs.request().encode(request()));

    @Setup(Level.Trial)
    public void activate() {
        PolicyBundle bundle = PolicyBundle.newBuilder()
                .setDomain("bench")
                .setVersion(1)
                .setPolicy(new BundleFile("seks-policy.yaml", POLICY))
                .setCatalogue(List.of(new BundleFile("catalogue/forge.yaml", CATALOGUE)))
                .setOperators(List.of())
                .setAuthor("bench")
                .setMessage("bench")
                .setCreatedAt(NOW)
                .build();
        decider.decide(state, event(EventKind.POLICY, codecs.bundle().encode(bundle)))
                .forEach(state::apply);
    }

    /** From the record to the effects; the state is left as it was, so that each call finds the same. */
    @Benchmark
    public List<Effect> decide() {
        return decider.decide(state, event);
    }

    /** Only the Avro of it: one request in, one record of about the same size out. */
    @Benchmark
    public byte[] decodeAndEncode() throws Exception {
        return codecs.request().encode(codecs.request().decode(event.value()));
    }

    private static CapabilityRequest request() {
        return CapabilityRequest.newBuilder()
                .setRequestId("01KDRVX6E2Q8ZC2T3HJX9S7M4B")
                .setDomain("bench")
                .setAgent("runner")
                .setService("forge")
                .setAction("repos.get")
                .setParams("{\"owner\":\"acme\",\"repo\":\"site\"}")
                .setReason("look at the open issues of the site before planning the week")
                .setCreatedAt(NOW)
                .build();
    }

    /** The policy is signed, as it must be; the requests are not, so that only the deciding is measured. */
    private Event event(EventKind kind, byte[] value) {
        Coordinates cause = new Coordinates("requests", 0, 1L, NOW);
        if (kind != EventKind.POLICY) {
            return new Event(kind, cause, 1, DOMAIN, value, List.of());
        }
        byte[] header = new RecordSigner(publisher, CLUSTER)
                .sign(RecordKind.BUNDLE, cause.getTopic(), value)
                .encode();
        return new Event(kind, cause, 1, DOMAIN, value, List.of(new Event.HeaderField(SignatureHeader.NAME, header)));
    }

    private static Trust trust(Ed25519PublicKey publisher) {
        KeyRing publishers = KeyRing.of(List.of(new TrustedKey("bench", publisher, null)));
        DomainTrust trusted = new DomainTrust(publishers, KeyRing.EMPTY, KeyRing.EMPTY, KeyRing.EMPTY);
        return new Trust(CLUSTER, new TrustRoots(Map.of(TrustRoots.ANY, trusted)), null, Trust.RequestProof.NONE);
    }
}
