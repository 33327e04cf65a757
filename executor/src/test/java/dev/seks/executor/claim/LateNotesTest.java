// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.executor.call.CallBounds;
import dev.seks.executor.call.CallRunner;
import dev.seks.executor.call.CatalogueFixture;
import dev.seks.executor.call.HandClock;
import dev.seks.executor.control.Clearance;
import dev.seks.executor.control.Freezes;
import dev.seks.executor.credential.Custody;
import dev.seks.executor.file.FileCaller;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.signature.HmacKey;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.trust.TrustRoots;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kafka never answers here. Who waited for it would wait for minutes, far longer than the time-out of the test. */
class LateNotesTest {
    private static final int MANY = 200;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String CATALOGUE = """
            service: notes
            root: notes
            actions:
              all: { summary: a, effect: read, file: LIST, returns: [path] }
            """;

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void keepsNobodyWaitingWhileKafkaIsAway() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                LateNotes notes = new LateNotes(settings(silent.getLocalPort()))) {
            for (int i = 1; i <= MANY; i++) {
                notes.accept(ended(i));
            }
        }
    }

    private Flight ended(long seq) {
        Approved approved = new Approved("acme", seq, "r-" + seq, "bot", "notes", "all", "", 0);
        Lease lease = new Lease(LONG);
        lease.prove(System.nanoTime());
        Flight flight = Flight.first(
                0,
                new Verification.Accepted(approved, CatalogueFixture.call(CATALOGUE, "all", Map.of()), null, 10),
                lease);
        HandClock clock = new HandClock();
        try (CallRunner runner =
                new CallRunner(Custody.none(), List.of(new FileCaller(folder)), CallBounds.DEFAULT, clock)) {
            flight.run(runner, new NothingFrozen(), clock);
        }
        flight.end();
        assertThat(flight.result().getStatus()).isEqualTo(ExecutionStatus.SUCCEEDED);
        return flight;
    }

    private static ClaimSettings settings(int port) {
        HmacKey key = HmacKey.of("key", new byte[HmacKey.BYTES]);
        return new ClaimSettings(
                Map.of("bootstrap.servers", "127.0.0.1:" + port),
                new Topics("t.", 1),
                Codecs.of(SchemaIds.builtIn()),
                new Authenticity(TrustRoots.NONE, List.of(key), List.of(key), "a-cluster"),
                "group",
                "executor-1",
                LONG,
                LONG,
                LONG);
    }

    private static final class NothingFrozen implements Freezes {
        @Override
        public Clearance of(String domain, String agent, String service) {
            return Clearance.CLEAR;
        }

        @Override
        public boolean isKnown() {
            return true;
        }

        @Override
        public boolean awaitKnown(Duration patience) {
            return true;
        }

        @Override
        public long version() {
            return 0;
        }
    }
}
