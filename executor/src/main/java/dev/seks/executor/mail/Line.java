// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.mail;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a mail server, which an alarm closes under whoever waits on it.
 *
 * @param socket to speak on
 * @param plain the socket below it, or the same
 * @param alarm cancelled when it is closed
 */
record Line(Socket socket, Socket plain, Future<?> alarm) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Line.class);

    @Override
    public void close() {
        alarm.cancel(false);
        close(plain);
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("event=socket_not_closed failure={}", e.getClass().getSimpleName());
        }
    }
}
