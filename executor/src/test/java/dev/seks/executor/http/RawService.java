// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A service that says, byte by byte, what a test wants, and remembers every byte of each request. */
final class RawService implements AutoCloseable {
    /** What is sent back, one part after the other, each flushed on its own. */
    record Reply(List<byte[]> parts) {
        static Reply of(String... parts) {
            return new Reply(List.of(parts).stream()
                    .map(part -> part.getBytes(StandardCharsets.ISO_8859_1))
                    .toList());
        }

        /** A whole answer with this body. */
        static Reply json(String headers, String body) {
            return of("HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body);
        }
    }

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Function<String, Reply> service;

    RawService(Function<String, Reply> service) throws IOException {
        this.service = service;
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    List<String> requests() {
        return requests;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            for (String request = read(in); !request.isEmpty(); request = read(in)) {
                requests.add(request);
                for (byte[] part : service.apply(request).parts()) {
                    out.write(part);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // the client is gone
        }
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String text = "";
        while (!text.contains("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return "";
            }
            bytes.write(b);
            text = bytes.toString(StandardCharsets.ISO_8859_1);
        }
        Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(text);
        int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
        return text + new String(in.readNBytes(body), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
