// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The service that is acted on: outlives the processes that call it, and counts every call on the wire by item. */
final class Shop implements AutoCloseable {
    static final String TOKEN = "t0ken-of-the-shop-52b1";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();
    private final AtomicInteger unauthorised = new AtomicInteger();
    private volatile Consumer<Moment> tell = moment -> {};

    Shop() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** Whom to tell of calls from now on. */
    void tell(Consumer<Moment> listener) {
        tell = listener;
    }

    /** How often an item was called for. */
    int calls(String item) {
        return calls.getOrDefault(item, 0);
    }

    int calls() {
        return calls.values().stream().mapToInt(Integer::intValue).sum();
    }

    int unauthorised() {
        return unauthorised.get();
    }

    String catalogue() {
        return """
            service: shop
            base_url: http://127.0.0.1:%d
            allow_private: true
            credential: { ref: shop, inject: { header: Authorization, format: "Bearer {secret}" } }
            actions:
              get:
                summary: "look at {item}"
                effect: read
                http: GET /items/{item}
                params: { item: { type: string, required: true } }
                returns: [item]
              order:
                summary: "order {item}"
                effect: write
                http: POST /orders/{item}
                params: { item: { type: string, required: true } }
                returns: [item]
              refund:
                summary: "refund {item}"
                effect: write
                http: POST /refunds/{item}
                params: { item: { type: string, required: true } }
                returns: [item]
              cancel:
                summary: "cancel {item}"
                effect: delete
                http: DELETE /orders/{item}
                params: { item: { type: string, required: true } }
            """.formatted(server.getAddress().getPort());
    }

    /** Where its token is kept and where it may be sent. */
    String credentials(Path token) {
        return """
            version: 1
            credentials:
              - { name: shop, domain: default, hosts: ["plain://127.0.0.1:%d"], from: { file: "%s" } }
            """.formatted(server.getAddress().getPort(), token);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String item = path.substring(path.lastIndexOf('/') + 1);
            if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                unauthorised.incrementAndGet();
            }
            calls.merge(item, 1, Integer::sum);
            exchange.getRequestBody().readAllBytes();
            tell.accept(Moment.CALLED);
            byte[] body = ("{\"item\":\"" + item + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.getResponseBody().flush();
            tell.accept(Moment.ANSWERED);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
