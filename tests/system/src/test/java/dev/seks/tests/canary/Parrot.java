// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.canary;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** A service over HTTP that says back whatever credential it is given, in every way that a service can. */
final class Parrot implements AutoCloseable {
    /** The ways, each the name of a path. */
    static final List<String> WAYS = List.of(
            "plain",
            "encoded",
            "name",
            "header",
            "cookie",
            "error",
            "denied",
            "redirect",
            "gzip",
            "chunks",
            "text",
            "broken",
            "status");

    private final HttpServer server;
    private final List<String> heard = new CopyOnWriteArrayList<>();

    Parrot() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The credentials that have arrived here. */
    List<String> heard() {
        return heard;
    }

    String catalogue(String service, int port) {
        String head = """
                service: %s
                base_url: http://127.0.0.1:%d
                allow_private: true
                credential: { ref: %s, inject: { header: Authorization, format: "Bearer {secret}" } }
                actions:
                """.formatted(service, port, service);
        return WAYS.stream()
                .map(way -> "  %s: { summary: \"say it %s\", effect: read, http: GET /%s, returns: [said, more] }"
                        .formatted(way, way, way))
                .collect(Collectors.joining("\n", head, "\n"));
    }

    /** The same actions, each with a token minted for a repository. */
    String catalogueOfAnApp(String service) {
        return catalogue(service, port())
                .replace(
                        ", returns:",
                        ", credential: { repositories: [\"{repo}\"], permissions: { contents: read } },"
                                + " params: { repo: { type: string, required: true, in: query } }, returns:");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String given =
                    exchange.getRequestHeaders().getFirst("Authorization").replaceFirst("^Bearer ", "");
            heard.add(given);
            String way = exchange.getRequestURI().getPath().substring(1);
            String quoted = given.replace("\\", "\\\\").replace("\"", "\\\"");
            byte[] json = ("{\"said\":\"so: " + quoted + "!\",\"more\":[\"" + quoted + "\"],\"x\":\"" + quoted + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            switch (way) {
                case "encoded" -> send(exchange, 200, encoded(given).getBytes(StandardCharsets.UTF_8));
                case "name" ->
                    send(exchange, 200, ("{\"said\":{\"" + quoted + "\":1}}").getBytes(StandardCharsets.UTF_8));
                case "header" -> {
                    exchange.getResponseHeaders().add("X-Token", given);
                    exchange.getResponseHeaders().add("Content-Type", "application/json; x=" + given);
                    send(exchange, 200, json);
                }
                case "cookie" -> {
                    exchange.getResponseHeaders().add("Set-Cookie", "session=" + given);
                    send(exchange, 200, json);
                }
                case "error" -> send(exchange, 500, json);
                case "denied" -> {
                    exchange.getResponseHeaders().add("WWW-Authenticate", "Bearer realm=" + given);
                    send(exchange, 401, json);
                }
                case "redirect" -> {
                    exchange.getResponseHeaders()
                            .add(
                                    "Location",
                                    "http://127.0.0.1:" + port() + "/plain?t="
                                            + URLEncoder.encode(given, StandardCharsets.UTF_8));
                    send(exchange, 302, json);
                }
                case "gzip" -> {
                    exchange.getResponseHeaders().add("Content-Encoding", "gzip");
                    send(exchange, 200, gzip(json));
                }
                case "chunks" -> inChunks(exchange, json);
                case "text" -> send(exchange, 200, ("<html>" + given + "</html>").getBytes(StandardCharsets.UTF_8));
                case "broken" -> {
                    exchange.sendResponseHeaders(200, json.length + 100L);
                    exchange.getResponseBody().write(json);
                    exchange.getResponseBody().flush();
                }
                case "status" -> send(exchange, 418, given.getBytes(StandardCharsets.UTF_8));
                default -> send(exchange, 200, json);
            }
        }
    }

    /** A text as it is written elsewhere. */
    static List<String> spellings(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return List.of(
                text,
                HexFormat.of().formatHex(bytes),
                HexFormat.of().withUpperCase().formatHex(bytes),
                URLEncoder.encode(text, StandardCharsets.UTF_8),
                new String(JsonStringEncoder.getInstance().quoteAsUTF8(text), StandardCharsets.UTF_8),
                text.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining()),
                Base64.getEncoder().encodeToString(bytes),
                Base64.getEncoder().encodeToString(("a" + text).getBytes(StandardCharsets.UTF_8)),
                Base64.getUrlEncoder().encodeToString(("ab" + text).getBytes(StandardCharsets.UTF_8)));
    }

    private static String encoded(String given) {
        return spellings(given).stream()
                .skip(1)
                .map(spelling -> "\"" + spelling + "\"")
                .collect(Collectors.joining(",", "{\"said\":[", "]}"));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static void inChunks(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        for (byte one : body) {
            exchange.getResponseBody().write(one);
            exchange.getResponseBody().flush();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
