// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.forge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seks.cli.fault.EnvironmentFault;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The running forge, on the loopback address. Each call needs the bearer token of the part it is for, {@code /mail} or
 * the rest; without it the answer is 401 and nothing happens. Every call is kept in its log, refused ones too.
 */
public final class Forge implements AutoCloseable {
    static final int MAX_BODY_BYTES = 64 * 1024;
    private static final int THREADS = 4;
    private static final int BACKLOG = 64;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, Forge::thread);
    private final CallLog log = new CallLog();
    private final Routes routes = new Routes(Shelf.seeded(), log);
    private final Clock clock;
    private final Tokens tokens;
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private Forge(HttpServer server, Tokens tokens, Clock clock) {
        this.server = server;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** The tokens that callers must carry. */
    public record Tokens(String github, String mail) {
        @Override
        public String toString() {
            return "[redacted]";
        }
    }

    /** Starts a forge with its first repositories on a port, 0 for a free one. */
    public static Forge start(int port, Tokens tokens, Clock clock) {
        // else each answer waits for the caller's delayed acknowledgement, 40 ms
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            Forge forge = new Forge(HttpServer.create(address, BACKLOG), tokens, clock);
            forge.server.setExecutor(forge.threads);
            forge.server.createContext("/", forge::serve);
            forge.server.start();
            return forge;
        } catch (IOException e) {
            throw EnvironmentFault.because(
                    "the code forge cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
        }
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Every call so far, oldest first; the log itself is shown to others at {@code GET /_log}. */
    public List<Call> calls() {
        return log.all();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            boolean authorised = authorised(exchange, path);
            Answer answer = authorised ? answer(exchange, path) : Answer.error(401, "requires authentication");
            log.add(new Call(clock.instant(), exchange.getRequestMethod(), path, answer.status(), authorised));
            reply(exchange, answer);
        }
    }

    private boolean authorised(HttpExchange exchange, String path) {
        String expected = "Bearer " + (path.startsWith("/mail/") ? tokens.mail() : tokens.github());
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        return given != null && MessageDigest.isEqual(bytes(expected), bytes(given));
    }

    private Answer answer(HttpExchange exchange, String path) throws IOException {
        JsonNode body;
        try (InputStream in = exchange.getRequestBody()) {
            byte[] bytes = in.readNBytes(MAX_BODY_BYTES + 1);
            if (bytes.length > MAX_BODY_BYTES) {
                return Answer.error(413, "body is too large");
            }
            body = bytes.length == 0 ? JsonNodeFactory.instance.objectNode() : json.readTree(bytes);
        } catch (JsonProcessingException e) {
            return Answer.error(400, "problems parsing JSON");
        }
        return routes.answer(exchange.getRequestMethod(), path, body);
    }

    private void reply(HttpExchange exchange, Answer answer) throws IOException {
        byte @Nullable [] body = answer.body() == null ? null : json.writeValueAsBytes(answer.body());
        if (body == null) {
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "forge");
        thread.setDaemon(true);
        return thread;
    }
}
