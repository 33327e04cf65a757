// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A small schema registry on the loopback address, after Confluent's REST API: ids count up from 1 and are one per
 * schema, versions count up per subject. A test may put another behaviour in front of it.
 */
final class FakeRegistry implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PATH = Pattern.compile("/subjects/([^/]+)(/versions(?:/(\\d+))?)?");
    private static final Pattern BY_ID = Pattern.compile("/schemas/ids/(\\d+)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> schemas = new ArrayList<>();
    private final Map<String, List<Integer>> subjects = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private volatile @Nullable HttpHandler instead;

    private FakeRegistry(HttpServer server) {
        this.server = server;
    }

    static FakeRegistry start() throws IOException {
        FakeRegistry registry =
                new FakeRegistry(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        registry.server.setExecutor(registry.threads);
        registry.server.createContext("/", registry::handle);
        registry.server.start();
        return registry;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** From now on every request meets this behaviour. */
    void answerWith(HttpHandler behaviour) {
        instead = behaviour;
    }

    void answerWith(int status, String body) {
        answerWith(exchange -> respond(exchange, status, body));
    }

    /** Requests so far, as method and path. */
    synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    synchronized int register(String subject, String text) {
        int id = idOf(text);
        List<Integer> versions = subjects.computeIfAbsent(subject, name -> new ArrayList<>());
        if (!versions.contains(id)) {
            versions.add(id);
        }
        return id;
    }

    static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        HttpHandler behaviour = instead;
        if (behaviour != null) {
            behaviour.handle(exchange);
            return;
        }
        try {
            answer(exchange);
        } catch (IOException | RuntimeException e) {
            respond(exchange, 500, "{\"error_code\":50001,\"message\":\"" + e.getClass() + "\"}");
        }
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean post = exchange.getRequestMethod().equals("POST");
        asked.add(exchange.getRequestMethod() + " " + path);
        Matcher subject = PATH.matcher(path);
        Matcher byId = BY_ID.matcher(path);
        if (byId.matches()) {
            String text = schemas.get(Integer.parseInt(byId.group(1)) - 1);
            respond(exchange, 200, JSON.createObjectNode().put("schema", text).toString());
        } else if (!subject.matches()) {
            notFound(exchange, 404, "no such path");
        } else if (post) {
            String text = text(exchange);
            if (subject.group(2) != null) {
                register(subject.group(1), text);
            }
            version(exchange, subject.group(1), idOf(text));
        } else if (subject.group(3) != null) {
            version(exchange, subject.group(1), idOfVersion(subject.group(1), Integer.parseInt(subject.group(3))));
        } else {
            versions(exchange, subject.group(1));
        }
    }

    private void versions(HttpExchange exchange, String subject) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 1; i <= subjects.getOrDefault(subject, List.of()).size(); i++) {
            numbers.add(i);
        }
        respond(exchange, 200, JSON.writeValueAsString(numbers));
    }

    private void version(HttpExchange exchange, String subject, int id) throws IOException {
        List<Integer> versions = subjects.getOrDefault(subject, List.of());
        if (!versions.contains(id)) {
            notFound(exchange, 40403, "Schema not found");
            return;
        }
        respond(
                exchange,
                200,
                JSON.createObjectNode()
                        .put("subject", subject)
                        .put("id", id)
                        .put("version", versions.indexOf(id) + 1)
                        .put("schema", schemas.get(id - 1))
                        .toString());
    }

    private int idOfVersion(String subject, int version) {
        return subjects.get(subject).get(version - 1);
    }

    private int idOf(String text) {
        String canonical = canonical(text);
        if (!schemas.contains(canonical)) {
            schemas.add(canonical);
        }
        return schemas.indexOf(canonical) + 1;
    }

    /** A registry keeps schemas without the white space of the text they came in. */
    private static String canonical(String text) {
        try {
            return new Schema.Parser().parse(text).toString();
        } catch (RuntimeException e) {
            return text;
        }
    }

    private static void notFound(HttpExchange exchange, int code, String message) throws IOException {
        respond(exchange, 404, "{\"error_code\":" + code + ",\"message\":\"" + message + "\"}");
    }

    private static String text(HttpExchange exchange) {
        try {
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            return body.get("schema").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
