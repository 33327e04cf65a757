// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.cli.fault.EnvironmentFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoopbackPortTest {
    /** The lowest port that Linux gives to outgoing connections where nobody has changed that; others begin higher. */
    private static final int LOWEST_OF_CONNECTIONS = 32_768;

    @Test
    void findsPortsThatNoOutgoingConnectionIsGiven() {
        assertThat(IntStream.range(0, 100).map(i -> LoopbackPort.claim(0)))
                .allMatch(port -> port < LOWEST_OF_CONNECTIONS);
        assertThat(IntStream.range(0, 100).map(i -> LoopbackPort.ofController()))
                .allMatch(port -> port < LOWEST_OF_CONNECTIONS);
    }

    @Test
    void findsNoneThatIsTakenOrExcepted() throws IOException {
        int first = LoopbackPort.free();
        try (ServerSocket taken = new ServerSocket(first, 1, InetAddress.getLoopbackAddress())) {
            int[] allButTwo = IntStream.range(20_000, 30_000)
                    .filter(port -> port != first && port != other(first))
                    .toArray();

            assertThat(LoopbackPort.free(allButTwo)).isEqualTo(other(first)).isNotEqualTo(taken.getLocalPort());
        }
    }

    private static int other(int port) {
        return port == 20_000 ? port + 1 : port - 1;
    }

    @Test
    void saysThatAWantedPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LoopbackPort.claim(taken.getLocalPort()))
                    .isInstanceOf(EnvironmentFault.class)
                    .hasMessageStartingWith("port " + taken.getLocalPort() + " on 127.0.0.1 is taken");
        }
    }
}
