// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The part of GitHub's REST API that mints installation tokens, as its documentation has it: it checks who asks, knows
 * some repositories, and answers 201, 401, 404 and 422.
 */
final class FakeGithub implements AutoCloseable {
    static final String APP = "Iv23liSeksTest";
    static final long INSTALLATION = 12345;
    static final Set<String> REPOSITORIES = Set.of("site", "docs");

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final PublicKey key;
    private final Clock clock;
    private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger minted = new AtomicInteger();
    private volatile int status;
    private volatile @Nullable String raw;

    FakeGithub(PublicKey key, Clock clock) throws IOException {
        this.key = key;
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    URI api() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The bodies of all requests. */
    List<JsonNode> asked() {
        return asked;
    }

    /** Answers everything with this status from now on; 0 for what is right, 1 for nothing at all. */
    void answer(int always) {
        status = always;
    }

    /** Answers 201 with this body from now on. */
    void answer(String body) {
        raw = body;
    }

    private void serve(HttpExchange exchange) throws IOException {
        JsonNode said = JSON.readTree(exchange.getRequestBody().readAllBytes());
        asked.add(said);
        if (status == 1) {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
            return;
        }
        if (raw != null) {
            send(exchange, 201, JSON.readTree(raw));
        } else if (status != 0) {
            send(exchange, status, JSON.createObjectNode().put("message", "no"));
        } else {
            try {
                answer(exchange, said);
            } catch (Exception e) {
                send(exchange, 500, JSON.createObjectNode().put("message", e.toString()));
            }
        }
    }

    private void answer(HttpExchange exchange, JsonNode said) throws Exception {
        String path = exchange.getRequestURI().getPath();
        boolean known = "application/vnd.github+json"
                        .equals(exchange.getRequestHeaders().getFirst("Accept"))
                && exchange.getRequestHeaders().getFirst("X-GitHub-Api-Version") != null
                && exchange.getRequestHeaders().getFirst("User-Agent") != null
                && exchange.getRequestMethod().equals("POST");
        if (!known) {
            send(exchange, 415, JSON.createObjectNode().put("message", "not as documented"));
        } else if (!isApp(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, JSON.createObjectNode().put("message", "A JSON web token could not be decoded"));
        } else if (!path.equals("/app/installations/" + INSTALLATION + "/access_tokens")) {
            send(exchange, 404, JSON.createObjectNode().put("message", "Not Found"));
        } else if (!isReached(said.path("repositories"))) {
            send(
                    exchange,
                    422,
                    JSON.createObjectNode().put("message", "There is at least one repository that does not exist"));
        } else {
            send(exchange, 201, token(said));
        }
    }

    private boolean isApp(@Nullable String authorization) throws Exception {
        if (authorization == null || !authorization.startsWith("Bearer ")) {
            return false;
        }
        String[] parts = authorization.substring("Bearer ".length()).split("\\.");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(key);
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
        JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
        long now = clock.instant().getEpochSecond();
        return signature.verify(Base64.getUrlDecoder().decode(parts[2]))
                && header.path("alg").asText().equals("RS256")
                && claims.path("iss").asText().equals(APP)
                && claims.path("iat").asLong() <= now
                && claims.path("exp").asLong() > now
                && claims.path("exp").asLong() - now <= Duration.ofMinutes(10).toSeconds();
    }

    private static boolean isReached(JsonNode repositories) {
        boolean reached = true;
        for (JsonNode name : repositories) {
            reached &= REPOSITORIES.contains(name.asText());
        }
        return reached;
    }

    private ObjectNode token(JsonNode said) {
        boolean some = !said.path("repositories").isEmpty();
        ObjectNode token = JSON.createObjectNode()
                .put("token", "ghs_minted-" + minted.incrementAndGet())
                .put(
                        "expires_at",
                        clock.instant()
                                .plus(Duration.ofHours(1))
                                .truncatedTo(ChronoUnit.SECONDS)
                                .toString())
                .put("repository_selection", some ? "selected" : "all");
        ObjectNode permissions = said.path("permissions").deepCopy();
        token.set("permissions", permissions.put("metadata", "read"));
        return token;
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
