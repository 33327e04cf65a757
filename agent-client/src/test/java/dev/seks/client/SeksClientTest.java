// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.schemas.wire.SchemaIds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeksClientTest {
    @Test
    void saysThatKafkaDoesNotAnswer() throws IOException {
        String nobody = "127.0.0.1:" + freePort();
        ClientConfig config = ClientConfig.of(nobody, "acme").answersWithin(Duration.ofMillis(300));

        assertThatThrownBy(() -> SeksClient.open(config))
                .isInstanceOf(ClientException.class)
                .hasMessage("kafka at " + nobody + " did not answer within 300 ms");
    }

    @Test
    void saysThatAnAddressCannotBeUsed() {
        ClientConfig config = ClientConfig.of("nonsense", "acme");

        assertThatThrownBy(() -> SeksClient.open(config))
                .isInstanceOf(ClientException.class)
                .hasMessageStartingWith("kafka at nonsense cannot be used: ")
                .hasMessageContaining("nonsense");
    }

    @Test
    void refusesSettingsWithoutABroker() {
        assertThatThrownBy(() -> new ClientConfig(
                        Map.of(), "acme", "seks.", SchemaIds.builtIn(), Duration.ofSeconds(1), Map.of()))
                .hasMessage("no bootstrap.servers, expected host:port of a Kafka broker");
    }

    @Test
    void refusesEndlessPatience() {
        assertThatThrownBy(() -> ClientConfig.of("localhost:9092", "acme").answersWithin(Duration.ofHours(1)))
                .hasMessage("3600000 ms for an answer, expected 100 ms to 5 minutes");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
