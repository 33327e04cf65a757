// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.domain;

import dev.seks.bench.Machine;
import dev.seks.schemas.topic.TopicException;
import dev.seks.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what one domain costs, beside two baselines on the same broker, and prints a table. */
@Command(
        name = "domain",
        mixinStandardHelpOptions = true,
        description = "Latency and throughput of one policy domain, beside plain Kafka on the same broker.")
public final class DomainBench implements Callable<Integer> {
    private static final int WARM_UP_RECORDS = 50_000;

    @Option(names = "--passes", defaultValue = "5", description = "Warm passes of each kind. Default: ${DEFAULT-VALUE}")
    private int passes;

    @Option(
            names = "--rate",
            defaultValue = "500",
            description = "Requests a second of a latency pass. Default: ${DEFAULT-VALUE}")
    private int perSecond;

    @Option(
            names = "--seconds",
            defaultValue = "6",
            description = "Length of a latency pass. Default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--burst",
            defaultValue = "100000",
            description = "Requests of a saturation pass. Default: ${DEFAULT-VALUE}")
    private int burst;

    @Option(
            names = "--commit",
            defaultValue = "2",
            description = "Commit interval of the broker and of the loop, in ms. Default: ${DEFAULT-VALUE}")
    private int commitMs;

    @Option(
            names = "--proof",
            split = ",",
            defaultValue = "none",
            description = "How requests show who asks: none, hmac, ed25519, or several of them one after the other; the"
                    + " ratios are those of the last. Default: ${DEFAULT-VALUE}")
    private List<Keys.Proof> proofs = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "Also write every pass to this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, TopicException, InterruptedException {
        List<Figures> figures = new ArrayList<>();
        try (Lab lab = Lab.open()) {
            Topics plain = lab.topics("plain.");
            figures.add(measure(lab, plain, new PlainPipe()));
            Topics loop = lab.topics("loop.");
            figures.add(measure(lab, loop, new LoopPipe(lab, loop, commitMs)));
            for (Keys.Proof proof : proofs) {
                Topics seks = lab.topics("seks." + (proof == Keys.Proof.NONE ? "" : proof.ordinal() + "."));
                figures.add(measure(lab, seks, new BrokerPipe(lab, seks, proof, commitMs))
                        .with(Changelog.of(lab, seks)));
            }
        }
        Report report = new Report(Machine.here(), figures, perSecond);
        System.out.print(report.table());
        if (json != null) {
            Files.writeString(json, report.json());
        }
        return 0;
    }

    private Figures measure(Lab lab, Topics topics, Pipe pipe) throws InterruptedException {
        try (pipe) {
            Passes pass = new Passes(lab, topics, pipe);
            System.err.println(pipe.name() + ": warming up");
            pass.saturation(WARM_UP_RECORDS);
            pass.latency(perSecond * 2, perSecond);
            List<Latencies> latencies = new ArrayList<>();
            List<Double> throughput = new ArrayList<>();
            for (int i = 1; i <= passes; i++) {
                System.err.println(pipe.name() + ": pass " + i + " of " + passes);
                latencies.add(pass.latency(perSecond * seconds, perSecond));
                throughput.add(pass.saturation(burst));
            }
            return new Figures(pipe.name(), latencies, throughput, null);
        }
    }
}
