// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes what is posted to Slack, and fails as often as a test asks. */
public final class FakeSlack implements AutoCloseable {
    public final List<JsonNode> cards = new CopyOnWriteArrayList<>();
    public final List<JsonNode> answers = new CopyOnWriteArrayList<>();
    private final Queue<Map.Entry<Integer, Integer>> failures = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    public FakeSlack() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/services/hook", exchange -> take(exchange, cards));
        server.createContext("/actions/answer", exchange -> take(exchange, answers));
        server.start();
    }

    /** The next post fails with this status and asks to come again after some seconds. */
    void failNext(int status, int retryAfterSeconds) {
        failures.add(Map.entry(status, retryAfterSeconds));
    }

    public URI webhook() {
        return at("/services/hook");
    }

    public URI responseUrl() {
        return at("/actions/answer");
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void take(HttpExchange exchange, List<JsonNode> taken) throws IOException {
        try (exchange) {
            JsonNode message = new JsonMapper().readTree(exchange.getRequestBody());
            Map.Entry<Integer, Integer> failure = failures.poll();
            if (failure != null) {
                exchange.getResponseHeaders()
                        .set("Retry-After", failure.getValue().toString());
                exchange.sendResponseHeaders(failure.getKey(), -1);
                return;
            }
            taken.add(message);
            exchange.sendResponseHeaders(200, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
