// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A service on loopback that hangs up on calls to /break without an answer, and answers all others. */
final class BreakingService implements AutoCloseable {
    private final ServerSocket server;
    private final Thread thread;

    BreakingService() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread = new Thread(this::serve, "breaking-service");
        thread.setDaemon(true);
        thread.start();
    }

    String catalogue() {
        return """
            service: shop
            base_url: http://127.0.0.1:%d
            allow_private: true
            actions:
              order: { summary: "order", effect: write, http: POST /order, returns: [id] }
              break: { summary: "break", effect: write, http: POST /break, returns: [id] }
            """.formatted(server.getLocalPort());
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                answer(socket);
            } catch (IOException e) {
                continue; // the other side has hung up, or this is closed
            }
        }
    }

    private static void answer(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        String request = in.readLine();
        for (String line = in.readLine(); line != null && !line.isEmpty(); ) {
            line = in.readLine();
        }
        if (request != null && !request.contains("/break")) {
            socket.getOutputStream()
                    .write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 8\r\n"
                                    + "Connection: close\r\n\r\n{\"id\":1}")
                            .getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
