// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** An approval service that answers what it was told to, and remembers what it was asked. */
final class FakeInbox implements AutoCloseable {
    private final HttpServer server;
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final int status;
    private final AtomicInteger unknown = new AtomicInteger();
    private volatile String body;

    private FakeInbox(HttpServer server, int status, String body) {
        this.server = server;
        this.status = status;
        this.body = body;
    }

    static FakeInbox answering(int status, String body) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FakeInbox inbox = new FakeInbox(server, status, body);
        server.createContext("/", inbox::answer);
        server.start();
        return inbox;
    }

    /** From now on answers this to whatever has no answer of its own. */
    FakeInbox answers(String next) {
        body = next;
        return this;
    }

    /** The next so many times it knows nothing of what it is asked about. */
    FakeInbox behind(int times) {
        unknown.set(times);
        return this;
    }

    FakeInbox answersTo(String path, String answer) {
        answers.put(path, answer);
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Method, path, token and body of each request. */
    List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + " " + sent);
        byte[] bytes =
                answers.getOrDefault(exchange.getRequestURI().getPath(), body).getBytes(StandardCharsets.UTF_8);
        boolean known = unknown.getAndUpdate(left -> Math.max(0, left - 1)) == 0;
        exchange.sendResponseHeaders(known ? status : Answer.NOT_FOUND, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
