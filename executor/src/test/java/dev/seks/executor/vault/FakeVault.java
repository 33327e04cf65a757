// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.vault;

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
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A vault as the executor sees it: the paths, methods, bodies and status codes of HashiCorp Vault's and OpenBao's HTTP
 * API, written after the answers of an OpenBao 2.7. {@link VaultContractTest} holds it against a real one.
 */
public final class FakeVault implements AutoCloseable {
    public static final String ROOT = "root";

    private static final JsonMapper JSON = new JsonMapper();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern RULE = Pattern.compile("path \"([^\"]+)\" *\\{ *capabilities *= *\\[([^]]*)] *}");

    /** What it does instead of answering. */
    public enum Mood {
        WELL,
        SEALED,
        BROKEN,
        HANGING,
        DRIPPING,
        REDIRECTING,
        GABBLING,
        FLOODING
    }

    private record Token(String value, List<String> policies, long ttlS, long maxEndMs, long endMs, boolean renewable) {
        boolean isOver() {
            return endMs > 0 && System.currentTimeMillis() >= endMs;
        }
    }

    private record Version(@Nullable JsonNode data, String created, String deleted, boolean destroyed) {}

    private record Role(String id, JsonNode settings) {}

    private record Reply(int status, @Nullable JsonNode body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private final Map<String, List<Version>> secrets = new ConcurrentHashMap<>();
    private final Map<String, String> policies = new ConcurrentHashMap<>();
    private final Map<String, Role> roles = new ConcurrentHashMap<>();
    private final Map<String, String> secretIds = new ConcurrentHashMap<>();
    private final Map<String, byte[]> transitKeys = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Mood mood = Mood.WELL;
    private volatile String namespace = "";

    public FakeVault() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    FakeVault(HttpServer server) {
        this.server = server;
        tokens.put(ROOT, new Token(ROOT, List.of("root"), 0, 0, 0, false));
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    int port() {
        return server.getAddress().getPort();
    }

    public void mood(Mood now) {
        mood = now;
    }

    /** Only requests with this namespace are answered from now on. */
    void namespace(String name) {
        namespace = name;
    }

    /** Every request, as its method and path. */
    public List<String> asked() {
        return asked;
    }

    long asked(String path) {
        return asked.stream().filter(one -> one.endsWith(" /v1/" + path)).count();
    }

    /** As if every token but the root's had been revoked. */
    void revokeTokens() {
        tokens.keySet().removeIf(value -> !value.equals(ROOT));
    }

    private void serve(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath());
        byte[] said = exchange.getRequestBody().readAllBytes();
        switch (mood) {
            case WELL -> answer(exchange, said);
            case SEALED -> send(exchange, error(503, "Vault is sealed"));
            case BROKEN -> send(exchange, error(500, "internal error"));
            case HANGING -> await(exchange);
            case DRIPPING -> {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                await(exchange);
            }
            case REDIRECTING -> {
                exchange.getResponseHeaders().set("Location", address() + "/elsewhere");
                exchange.sendResponseHeaders(307, -1);
                exchange.close();
            }
            case GABBLING -> raw(exchange, "<html>welcome</html>".getBytes(StandardCharsets.UTF_8));
            case FLOODING -> raw(exchange, new byte[2 * 1024 * 1024]);
        }
    }

    private void await(HttpExchange exchange) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static void raw(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void answer(HttpExchange exchange, byte[] said) throws IOException {
        Reply reply;
        try {
            JsonNode body = said.length == 0 ? JSON.createObjectNode() : JSON.readTree(said);
            reply = reply(exchange, body);
        } catch (Exception e) {
            reply = error(500, e.toString());
        }
        send(exchange, reply);
    }

    private Reply reply(HttpExchange exchange, JsonNode said) throws Exception {
        String path = exchange.getRequestURI().getPath().substring("/v1/".length());
        String method = exchange.getRequestMethod();
        String given = exchange.getRequestHeaders().getFirst("X-Vault-Namespace");
        if (!namespace.equals(given == null ? "" : given)) {
            return error(404, "no handler for route \"" + path + "\"");
        }
        if (path.equals("auth/approle/login")) {
            return login(said);
        }
        String value = exchange.getRequestHeaders().getFirst("X-Vault-Token");
        Token token = value == null ? null : tokens.get(value);
        if (token == null || token.isOver()) {
            return error(403, "permission denied");
        }
        if (!may(token, method, path)) {
            return error(403, "1 error occurred:\n\t* permission denied\n\n");
        }
        return switch (path.split("/")[0]) {
            case "secret" -> secret(method, path, said);
            case "transit" -> transit(path, said);
            case "sys" -> sys(path, said);
            default -> auth(method, path, said, token);
        };
    }

    private boolean may(Token token, String method, String path) {
        if (token.policies().contains("root")
                || path.equals("auth/token/lookup-self")
                || path.equals("auth/token/renew-self")) {
            return true;
        }
        String capability = method.equals("GET") ? "read" : "update";
        return token.policies().stream()
                .map(name -> policies.getOrDefault(name, ""))
                .anyMatch(text -> RULE.matcher(text)
                        .results()
                        .anyMatch(rule ->
                                covers(rule.group(1), path) && rule.group(2).contains("\"" + capability + "\"")));
    }

    private static boolean covers(String pattern, String path) {
        return pattern.endsWith("*")
                ? path.startsWith(pattern.substring(0, pattern.length() - 1))
                : path.equals(pattern);
    }

    private Reply login(JsonNode said) {
        String role = secretIds.get(said.path("secret_id").asText());
        if (role == null || !roles.get(role).id().equals(said.path("role_id").asText())) {
            return error(400, "invalid role or secret ID");
        }
        return auth(created(roles.get(role).settings(), "token_policies", "token_ttl", "token_max_ttl"));
    }

    private Token created(JsonNode settings, String policiesKey, String ttlKey, String maxKey) {
        List<String> names = new ArrayList<>(List.of("default"));
        settings.path(policiesKey).forEach(name -> names.add(name.asText()));
        long ttl = seconds(settings.path(ttlKey));
        long max = seconds(settings.path(maxKey));
        long now = System.currentTimeMillis();
        long maxEnd = max == 0 ? Long.MAX_VALUE : now + max * 1000;
        boolean renewable = settings.path("renewable").asBoolean(true);
        Token token = new Token("s." + random(), names, ttl, maxEnd, Math.min(now + ttl * 1000, maxEnd), renewable);
        tokens.put(token.value(), token);
        return token;
    }

    private static long seconds(JsonNode text) {
        return text.isMissingNode() ? 0 : Long.parseLong(text.asText().replace("s", ""));
    }

    private Reply auth(String method, String path, JsonNode said, Token token) {
        if (path.equals("auth/token/lookup-self")) {
            long left = token.endMs() == 0 ? 0 : (token.endMs() - System.currentTimeMillis()) / 1000;
            return data(JSON.createObjectNode()
                    .put("id", token.value())
                    .put("ttl", left)
                    .put("renewable", token.renewable())
                    .put("type", "service"));
        }
        if (path.equals("auth/token/renew-self")) {
            if (!token.renewable()) {
                return error(400, "lease is not renewable");
            }
            long now = System.currentTimeMillis();
            Token renewed = new Token(
                    token.value(),
                    token.policies(),
                    token.ttlS(),
                    token.maxEndMs(),
                    Math.min(now + token.ttlS() * 1000, token.maxEndMs()),
                    true);
            tokens.put(token.value(), renewed);
            return auth(renewed);
        }
        if (path.equals("auth/token/create")) {
            return auth(created(said, "policies", "ttl", "explicit_max_ttl"));
        }
        if (path.equals("auth/token/revoke")) {
            tokens.remove(said.path("token").asText());
            return new Reply(204, null);
        }
        Matcher role = Pattern.compile("auth/approle/role/([a-z]+)(/role-id|/secret-id)?")
                .matcher(path);
        if (!role.matches()) {
            return error(404, "unsupported path");
        }
        if (role.group(2) == null) {
            roles.put(role.group(1), new Role(random(), said));
            return new Reply(204, null);
        }
        if (role.group(2).equals("/role-id")) {
            return data(JSON.createObjectNode()
                    .put("role_id", roles.get(role.group(1)).id()));
        }
        String secretId = random();
        secretIds.put(secretId, role.group(1));
        return data(JSON.createObjectNode().put("secret_id", secretId));
    }

    private Reply sys(String path, JsonNode said) {
        if (path.startsWith("sys/policies/acl/")) {
            policies.put(
                    path.substring("sys/policies/acl/".length()),
                    said.path("policy").asText());
        }
        return new Reply(204, null);
    }

    private Reply secret(String method, String path, JsonNode said) {
        String[] parts = path.split("/", 3);
        List<Version> versions = secrets.computeIfAbsent(parts[2], unused -> new CopyOnWriteArrayList<>());
        int last = versions.size() - 1;
        if (parts[1].equals("destroy")) {
            said.path("versions").forEach(number -> {
                Version old = versions.get(number.asInt() - 1);
                versions.set(number.asInt() - 1, new Version(null, old.created(), "", true));
            });
            return new Reply(204, null);
        }
        if (method.equals("POST")) {
            versions.add(new Version(said.path("data"), Instant.now().toString(), "", false));
            return data(metadata(versions.get(last + 1), last + 2));
        }
        if (versions.isEmpty()) {
            return new Reply(404, JSON.createObjectNode().set("errors", JSON.createArrayNode()));
        }
        Version newest = versions.get(last);
        if (method.equals("DELETE")) {
            versions.set(last, new Version(null, newest.created(), Instant.now().toString(), false));
            return new Reply(204, null);
        }
        ObjectNode data = JSON.createObjectNode();
        data.set("data", newest.data());
        data.set("metadata", metadata(newest, last + 1));
        return new Reply(newest.data() == null ? 404 : 200, data(data).body());
    }

    private static ObjectNode metadata(Version version, int number) {
        return JSON.createObjectNode()
                .put("created_time", version.created())
                .putNull("custom_metadata")
                .put("deletion_time", version.deleted())
                .put("destroyed", version.destroyed())
                .put("version", number);
    }

    private Reply transit(String path, JsonNode said) throws Exception {
        String[] parts = path.split("/");
        if (parts[1].equals("keys")) {
            byte[] key = new byte[32];
            RANDOM.nextBytes(key);
            transitKeys.put(parts[2], key);
            return data(JSON.createObjectNode().put("name", parts[2]));
        }
        SecretKeySpec key = new SecretKeySpec(transitKeys.get(parts[2]), "AES");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        if (parts[1].equals("encrypt")) {
            cipher.init(Cipher.ENCRYPT_MODE, key);
            byte[] sealed = cipher.doFinal(
                    Base64.getDecoder().decode(said.path("plaintext").asText()));
            String text = Base64.getEncoder().encodeToString(cipher.getIV()) + "."
                    + Base64.getEncoder().encodeToString(sealed);
            return data(JSON.createObjectNode()
                    .put("ciphertext", "vault:v1:" + text)
                    .put("key_version", 1));
        }
        String ciphertext = said.path("ciphertext").asText();
        if (!ciphertext.startsWith("vault:v1:")) {
            return error(400, "invalid ciphertext: no prefix");
        }
        try {
            String[] sealed = ciphertext.substring("vault:v1:".length()).split("\\.");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    key,
                    new GCMParameterSpec(128, Base64.getDecoder().decode(sealed[0])));
            byte[] plain = cipher.doFinal(Base64.getDecoder().decode(sealed[1]));
            return data(
                    JSON.createObjectNode().put("plaintext", Base64.getEncoder().encodeToString(plain)));
        } catch (AEADBadTagException | IllegalArgumentException e) {
            return error(400, "cipher: message authentication failed");
        }
    }

    private static Reply auth(Token token) {
        ObjectNode answer = JSON.createObjectNode();
        answer.putNull("data");
        answer.putObject("auth")
                .put("client_token", token.value())
                .put("lease_duration", Math.max(0, (token.endMs() - System.currentTimeMillis() + 500) / 1000))
                .put("renewable", token.renewable())
                .put("token_type", "service");
        return new Reply(200, answer);
    }

    private static Reply data(JsonNode data) {
        ObjectNode answer = JSON.createObjectNode()
                .put("request_id", random())
                .put("lease_id", "")
                .put("renewable", false)
                .put("lease_duration", 0);
        answer.set("data", data);
        return new Reply(200, answer.putNull("wrap_info").putNull("warnings").putNull("auth"));
    }

    private static Reply error(int status, String message) {
        ObjectNode body = JSON.createObjectNode();
        body.putArray("errors").add(message);
        return new Reply(status, body);
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        byte[] body =
                reply.body() == null ? new byte[0] : reply.body().toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String random() {
        byte[] bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
