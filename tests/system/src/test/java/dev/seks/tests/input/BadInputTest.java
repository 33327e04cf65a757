// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.record.JournalOutcome;
import dev.seks.schemas.record.Reason;
import dev.seks.tests.cluster.KafkaCluster;
import dev.seks.tests.cluster.KafkaClusterExtension;
import dev.seks.tests.replay.DecidingBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plays the whole table, good requests before, between and after its rows, and then looks at what stands in the topics. */
@ExtendWith(KafkaClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private final Map<String, RecordMetadata> taken = new LinkedHashMap<>();
    private final Map<String, Throwable> refused = new LinkedHashMap<>();
    private final List<RecordMetadata> neighbours = new ArrayList<>();
    private List<Row> rows;
    private DecidingBroker broker;
    private Logbook logbook;

    @BeforeAll
    void play(KafkaCluster cluster, @TempDir Path folder) throws Exception {
        broker = DecidingBroker.start(cluster, folder);
        broker.enact(DecidingBroker.DOMAIN, 1, Stage.policy(DecidingBroker.DOMAIN), Stage.CATALOGUE);
        broker.enact(Stage.OTHER, 1, Stage.policy(Stage.OTHER), Stage.CATALOGUE);
        rows = Rows.all(); // made now, as what is asked and ordered is good for two minutes
        try (KafkaProducer<byte[], byte[]> plain = broker.producer(Map.of());
                KafkaProducer<byte[], byte[]> packing = broker.producer(Map.of("compression.type", "gzip"))) {
            sendNeighbours(plain);
            for (Row row : rows) {
                send(row, row.raw().compressed() ? packing : plain);
                sendNeighbours(plain);
            }
        }
        logbook = Logbook.of(broker.settled(), broker.codecs());
    }

    @AfterAll
    void stop() {
        System.out.println("bad input: " + rows.size() + " rows, " + taken.size() + " answered, " + refused.size()
                + " not taken by kafka, " + neighbours.size() + " neighbours");
        broker.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void givesEachTheOneAnswer(Row row) {
        if (row.answer() instanceof Answer.NotTaken) {
            assertThat(refused.get(row.name())).isInstanceOf(RecordTooLargeException.class);
            return;
        }
        assertThat(refused.get(row.name())).as("why kafka did not take it").isNull();
        RecordMetadata at = taken.get(row.name());
        if (row.answer() instanceof Answer.Decided expected) {
            requireDecision(row, expected, at);
        } else if (row.answer() instanceof Answer.Repeated expected) {
            requireRepeat(taken.get(expected.row()), at);
        } else if (row.answer() instanceof Answer.Journalled expected) {
            requireEntry(row, expected, at);
        }
    }

    @Test
    void decidesTheirNeighboursAsUsual() {
        assertThat(neighbours)
                .hasSize(2 * (rows.size() + 1))
                .allSatisfy(at -> assertThat(logbook.decisions(at))
                        .singleElement()
                        .satisfies(decision -> assertThat(decision.getReason()).isEqualTo(Reason.ALLOWED_BY_RULE)));
    }

    @Test
    void leavesLogsThatHoldWhatTheyMust() {
        broker.requireProof();
    }

    List<Row> rows() {
        return rows;
    }

    private void requireDecision(Row row, Answer.Decided expected, RecordMetadata at) {
        List<Decision> decisions = logbook.decisions(at);
        assertThat(decisions).hasSize(1);
        Decision decision = decisions.get(0);
        JournalEntry entry = logbook.entry(at);
        assertThat(decision.getReason()).as(decision.getExplanation()).isEqualTo(expected.reason());
        assertThat(decision.getOutcome()).isEqualTo(expected.outcome());
        assertThat(decision.getExplanation()).contains(expected.says());
        assertThat(decision.getDomain()).isEqualTo(home(row, expected.home(), at));
        assertThat(decision.getRequestCoordinates().getAppendTime()).isNotNull();
        assertThat(entry.getDomain()).isEqualTo(decision.getDomain());
        assertThat(entry.getOutcomes()).extracting(JournalOutcome::getReason).containsExactly(expected.reason());
    }

    private void requireRepeat(RecordMetadata first, RecordMetadata at) {
        Decision answer = logbook.decisions(first).get(0);
        assertThat(logbook.decisions(at)).isEmpty();
        assertThat(logbook.entry(at).getOutcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.getFirstSeq()).isEqualTo(answer.getSeq());
            assertThat(outcome.getOutcome()).isEqualTo(answer.getOutcome());
            assertThat(outcome.getReason()).isEqualTo(answer.getReason());
        });
    }

    private void requireEntry(Row row, Answer.Journalled expected, RecordMetadata at) {
        JournalEntry entry = logbook.entry(at);
        assertThat(entry.getExplanation()).contains(expected.says());
        assertThat(entry.getOutcomes()).isEmpty();
        assertThat(entry.getDomain()).isEqualTo(home(row, expected.home(), at));
    }

    private static String home(Row row, Answer.Home home, RecordMetadata at) {
        return home == Answer.Home.NOBODY
                ? "_p" + at.partition()
                : new String(row.raw().key(), StandardCharsets.UTF_8);
    }

    /** One in the domain that most rows are of, and one in another partition. */
    private void sendNeighbours(KafkaProducer<byte[], byte[]> producer) throws Exception {
        for (Raw good : List.of(
                Raw.request(usual -> usual), Stage.ofOther(UUID.randomUUID().toString()))) {
            neighbours.add(producer.send(good.of(broker.signatory())).get());
        }
    }

    private void send(Row row, KafkaProducer<byte[], byte[]> producer) throws InterruptedException {
        try {
            RecordMetadata before = taken.put(
                    row.name(), producer.send(row.raw().of(broker.signatory())).get());
            assertThat(before).as("rows of the name " + row.name()).isNull();
        } catch (ExecutionException e) {
            refused.put(row.name(), e.getCause());
        }
    }
}
