// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.kafka;

import dev.seks.cli.fault.EnvironmentFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback address: which are free, and whether a wanted one is. */
public final class LoopbackPort {
    /**
     * Where free ports are looked for: systems as they are delivered give outgoing connections others, and such a connection
     * would take a port between the look at it and its use.
     */
    private static final int FIRST = 20_000;

    /** From here on are those of controllers, which are looked for while others are found and not in use yet. */
    private static final int FIRST_OF_CONTROLLERS = 30_000;

    private static final int END = 32_000;

    private LoopbackPort() {}

    /**
     * The wanted port, or a free one when 0 is wanted.
     *
     * @throws EnvironmentFault when the wanted port is taken
     */
    public static int claim(int wanted) {
        if (wanted == 0) {
            return free();
        }
        try {
            return bound(wanted);
        } catch (IOException e) {
            throw EnvironmentFault.because("port " + wanted + " on 127.0.0.1 is taken: " + e.getMessage(), e)
                    .hint("choose another one with --port, or --port 0 for free ones");
        }
    }

    /**
     * A free port that is none of these.
     *
     * @throws EnvironmentFault when there is none
     */
    public static int free(int... others) {
        return between(FIRST, FIRST_OF_CONTROLLERS, others);
    }

    /** The same for a controller: also none that {@link #free} gives. */
    static int ofController(int... others) {
        return between(FIRST_OF_CONTROLLERS, END, others);
    }

    private static int between(int first, int end, int... others) {
        IOException fault = new IOException("all are excepted");
        int start = ThreadLocalRandom.current().nextInt(end - first);
        for (int i = 0; i < end - first; i++) {
            int port = first + (start + i) % (end - first);
            if (Arrays.stream(others).noneMatch(other -> other == port)) {
                try {
                    return bound(port);
                } catch (IOException taken) {
                    fault = taken;
                }
            }
        }
        throw EnvironmentFault.because(
                "no port of 127.0.0.1 from " + first + " to " + (end - 1) + " is free: " + fault.getMessage(), fault);
    }

    private static int bound(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        }
    }
}
