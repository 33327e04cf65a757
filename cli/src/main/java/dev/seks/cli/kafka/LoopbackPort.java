// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.kafka;

import dev.seks.cli.fault.EnvironmentFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback address: which are free, and whether a wanted one is. */
public final class LoopbackPort {
    private LoopbackPort() {}

    /**
     * The wanted port, or a free one when 0 is wanted.
     *
     * @throws EnvironmentFault when the wanted port is taken
     */
    public static int claim(int wanted) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw EnvironmentFault.because("port " + wanted + " on 127.0.0.1 is taken: " + e.getMessage(), e)
                    .hint("choose another one with --port, or --port 0 for free ones");
        }
    }
}
