// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.canary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * GitHub's API for one app. It mints tokens that are markers, answers what it was shown back with them, and refuses
 * repository {@code closed}.
 */
final class Mint implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String MINTED = "ghs_canary5-%d-4b7d\"g\\h/+=~%%45&u";
    private static final int LINE = 64;

    private final KeyPair key;
    private final HttpServer server;
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final List<String> shown = new CopyOnWriteArrayList<>();

    Mint() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        key = generator.generateKeyPair();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The app's private key as GitHub hands it out. */
    String pem() {
        return "-----BEGIN PRIVATE KEY-----\n" + String.join("\n", lines()) + "\n-----END PRIVATE KEY-----\n";
    }

    private List<String> lines() {
        String text = Base64.getEncoder().encodeToString(key.getPrivate().getEncoded());
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < text.length(); at += LINE) {
            lines.add(text.substring(at, Math.min(text.length(), at + LINE)));
        }
        return lines;
    }

    /** Parts of the key, as it is written and as the numbers that it is, then all that was minted and shown for it. */
    List<String> secrets() {
        RSAPrivateCrtKey numbers = (RSAPrivateCrtKey) key.getPrivate();
        List<String> secrets = new ArrayList<>(lines().subList(5, lines().size() - 1));
        for (int radix : List.of(10, 16)) {
            secrets.add(numbers.getPrivateExponent().toString(radix));
            secrets.add(numbers.getPrimeP().toString(radix));
        }
        secrets.addAll(tokens);
        shown.forEach(jwt -> secrets.add(jwt.substring(jwt.lastIndexOf('.') + 1)));
        return secrets;
    }

    /** The tokens that were minted. */
    List<String> tokens() {
        return tokens;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String jwt = exchange.getRequestHeaders().getFirst("Authorization").replaceFirst("^Bearer ", "");
            shown.add(jwt);
            JsonNode asked = JSON.readTree(exchange.getRequestBody().readAllBytes());
            ObjectNode body = JSON.createObjectNode().put("message", "you said " + jwt);
            boolean isClosed = asked.at("/repositories/0").asText().equals("closed");
            if (!isClosed) {
                String token = MINTED.formatted(tokens.size());
                tokens.add(token);
                body.put("token", token)
                        .put(
                                "expires_at",
                                Instant.now().plus(Duration.ofHours(1)).toString())
                        .put("repository_selection", "selected")
                        .set("permissions", asked.path("permissions"));
            }
            byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(isClosed ? 422 : 201, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
