// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.seks.cli.Seks;
import dev.seks.cli.dev.AllInOne;
import dev.seks.cli.dev.DevOptions;
import dev.seks.schemas.topic.Sizes;
import dev.seks.schemas.wire.RecordJson;
import dev.seks.tests.invariant.InvariantChecker;
import dev.seks.tests.invariant.TopicsReader;
import dev.seks.tests.replay.Recording;
import dev.seks.tests.replay.ReplayChecker;
import dev.seks.tests.replay.Signatory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes the whole table into the topics that everything reads, and looks whether all of it goes on. */
@Tag("slow")
class ReadersTest {
    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    @Test
    void goOnAfterAllOfTheTable() throws Exception {
        try (AllInOne all = AllInOne.start(DevOptions.in(folder), Clock.systemUTC())) {
            all.publishAddress();
            int taken = write(all);
            await().atMost(SOON)
                    .until(() -> Recording.read(
                                    all.client(), all.topics(), all.keys().broker())
                            .isSettled());

            String asked = output(0, "request", "github", "repos.get", "owner=acme", "repo=site", "--json");
            String logged = output(0, "audit", "log", "--json", "--limit", "10000");
            String told = output(0, "audit", "log", "--limit", "10000");
            String waiting = output(0, "approvals");

            assertThat(asked).contains("\"status\":\"SUCCEEDED\"");
            assertThat(logged.lines())
                    .hasSizeGreaterThan(taken / 2)
                    .allSatisfy(line -> assertThat(RecordJson.read(line)).isNotNull());
            assertThat(told + waiting).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\n]]");
            assertThat(told.lines()).hasSameSizeAs(logged.lines().toList());
            assertThat(all.failure()).isNotDone();
            InvariantChecker.of(new TopicsReader(all.client(), all.topics()).read(name -> true))
                    .withSecrets(List.of(all.token()))
                    .requireNoFinding();
            ReplayChecker.read(all.client(), all.topics(), all.keys().broker()).requireSame();
        }
    }

    /** Writes what Kafka takes, and says how much that was. */
    private static int write(AllInOne all) throws InterruptedException {
        Signatory signatory = new Signatory(all.keys(), all.topics(), all.clusterId());
        int taken = 0;
        try (KafkaProducer<byte[], byte[]> plain = producer(all, "none");
                KafkaProducer<byte[], byte[]> packing = producer(all, "gzip")) {
            for (Row row : Rows.all()) {
                try {
                    (row.raw().compressed() ? packing : plain)
                            .send(row.raw().of(signatory))
                            .get();
                    taken++;
                } catch (ExecutionException e) {
                    assertThat(row.answer()).as(row.name()).isInstanceOf(Answer.NotTaken.class);
                }
            }
        }
        return taken;
    }

    private static KafkaProducer<byte[], byte[]> producer(AllInOne all, String compression) {
        Map<String, Object> settings = new HashMap<>(all.client());
        settings.put("compression.type", compression);
        settings.put("max.request.size", Sizes.CLIENT_REQUEST);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private String output(int code, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> line = new ArrayList<>(List.of(args));
        line.addAll(List.of("--data", folder.toString()));
        assertThat(Seks.run(line.toArray(String[]::new), new PrintWriter(out), new PrintWriter(err, true)))
                .as(err.toString())
                .isEqualTo(code);
        return out.toString();
    }
}
