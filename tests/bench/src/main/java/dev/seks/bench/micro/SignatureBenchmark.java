// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.micro;

import dev.seks.schemas.signature.AgentKeys;
import dev.seks.schemas.signature.Ed25519PrivateKey;
import dev.seks.schemas.signature.HmacKey;
import dev.seks.schemas.signature.RecordKind;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.signature.RecordVerifier;
import dev.seks.schemas.signature.SignatureHeader;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to check the signature of one request of 200 bytes, from the header's bytes on, and to make one. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class SignatureBenchmark {
    private static final String CLUSTER = "MkU3OEVBNTcwNTJENDM2Qg";
    private static final String TOPIC = "seks.requests";
    private static final int VALUE_BYTES = 200;

    private final RecordVerifier verifier = new RecordVerifier(CLUSTER);
    private final Ed25519PrivateKey agent = Ed25519PrivateKey.of(random(Ed25519PrivateKey.BYTES));
    private final AgentKeys master = AgentKeys.of(random(HmacKey.BYTES));
    private final AgentKeys.Name name = new AgentKeys.Name("runner", 1);
    private final HmacKey shared = master.key("bench", name);
    private final byte[] value = random(VALUE_BYTES);
    private byte[] signed = {};
    private byte[] maced = {};

    @Setup
    public void sign() {
        signed = ed25519Sign();
        maced = hmacSign();
    }

    @Benchmark
    public boolean ed25519Check() {
        SignatureHeader header = SignatureHeader.parse(signed).orElseThrow();
        return verifier.verifies(agent.publicKey(), header, RecordKind.REQUEST, TOPIC, value);
    }

    @Benchmark
    public boolean hmacCheck() {
        SignatureHeader header = SignatureHeader.parse(maced).orElseThrow();
        return verifier.verifies(shared, header, RecordKind.REQUEST, TOPIC, value);
    }

    @Benchmark
    public byte[] ed25519Sign() {
        return new RecordSigner(agent, CLUSTER)
                .sign(RecordKind.REQUEST, TOPIC, value)
                .encode();
    }

    @Benchmark
    public byte[] hmacSign() {
        return new RecordSigner(shared, CLUSTER)
                .sign(RecordKind.REQUEST, TOPIC, value)
                .encode();
    }

    @Benchmark
    public HmacKey hmacKeyDerivation() {
        return master.key("bench", name);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
