// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seks.executor.ActionKinds;
import dev.seks.executor.answer.Withheld;
import dev.seks.executor.credential.BoundHost;
import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialKind;
import dev.seks.executor.credential.Custody;
import dev.seks.executor.credential.Issue;
import dev.seks.executor.credential.Lookup;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.credential.StoredCredential;
import dev.seks.executor.custody.ConfiguredStore;
import dev.seks.executor.custody.Surroundings;
import dev.seks.schemas.record.ExecutionStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls over real sockets, to a service that answers in every way a service should not. */
class CallRunnerTest {
    private static final String SECRET = "sekrit-token-0123";
    private static final int MAX_RESPONSE = 10_000;
    private static final int MAX_BODY = 5_000;

    @TempDir
    Path folder;

    private final List<String> wire = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private CallRunner runner;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
        runner = runner(use -> Issue.of(Secret.of(SECRET)));
    }

    @AfterEach
    void close() {
        runner.close();
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private CallRunner runner(Custody custody) {
        return runner(custody, pausingAfter(100));
    }

    private static CallBounds pausingAfter(int failures) {
        return new CallBounds(
                Duration.ofSeconds(5),
                Duration.ofSeconds(4),
                Duration.ofSeconds(20),
                MAX_RESPONSE,
                MAX_BODY,
                8,
                8,
                failures,
                Duration.ofMinutes(1));
    }

    private CallRunner runner(Custody custody, CallBounds bounds) {
        return new CallRunner(custody, ActionKinds.all(folder, bounds, Clock.systemUTC()), bounds, Clock.systemUTC());
    }

    private void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String path = exchange.getRequestURI().getRawPath();
        wire.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
        wire.add(exchange.getRequestHeaders().getFirst("X-Token") + "");
        switch (path) {
            case "/ok" -> answer(exchange, 200, "{\"id\":1,\"token\":\"" + SECRET + "\",\"private\":2}");
            case "/large" -> answer(exchange, 200, "{\"id\":\"" + "x".repeat(10 * MAX_RESPONSE) + "\"}");
            case "/wide" -> answer(exchange, 200, "{\"id\":\"" + "x".repeat(MAX_BODY) + "\"}");
            case "/cut" -> {
                exchange.sendResponseHeaders(200, 100);
                exchange.getResponseBody().write('{');
                exchange.getResponseBody().flush();
                exchange.close();
            }
            case "/html" -> answer(exchange, 200, "<html>" + SECRET + "</html>");
            case "/empty" -> answer(exchange, 200, "");
            case "/gone" -> answer(exchange, 404, "{\"id\":1}");
            case "/broken" -> answer(exchange, 500, "{\"id\":1}");
            case "/bomb" -> bomb(exchange, 200);
            case "/small-bomb" -> bomb(exchange, 2);
            case "/no-gzip" -> {
                exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                answer(exchange, 200, "{\"id\":1}");
            }
            case "/redirect" -> {
                exchange.getResponseHeaders().set("Location", "/ok");
                answer(exchange, 302, "");
            }
            case "/hang" -> await(exchange);
            case "/drip" -> drip(exchange);
            case "/drop" -> exchange.close();
            default -> answer(exchange, 404, "");
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void bomb(HttpExchange exchange, int megabytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = new GZIPOutputStream(exchange.getResponseBody())) {
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < megabytes; i++) {
                out.write(zeros);
            }
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

    private void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write('{');
        exchange.getResponseBody().flush();
        await(exchange);
    }

    @Test
    void injectsTheCredentialAndGivesBackNeitherItNorWhatIsNotListed() {
        CallOutcome outcome = run("POST", "/ok", Map.of("name", "site \"a\"", "q", "1 2"));

        assertThat(outcome.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(outcome.body()).isEqualTo("{\"id\":1,\"token\":\"[redacted]\"}");
        assertThat(outcome.credentialRef()).isEqualTo("forge");
        assertThat(wire).containsExactly("POST /ok?q=1%202 {\"name\":\"site \\\"a\\\"\"}", "key " + SECRET);
    }

    @ParameterizedTest
    @CsvSource({"/gone, 404", "/broken, 500", "/redirect, 302"})
    void failsOnEveryOtherStatusAndFollowsNothing(String path, int status) {
        CallOutcome outcome = run("POST", path, Map.of());

        assertThat(outcome.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(outcome.statusCode()).isEqualTo(status);
        assertThat(outcome.error().code()).isEqualTo("http_" + status);
        assertThat(outcome.body()).isNull();
        assertThat(wire).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "/large, TOO_LARGE",
        "/wide, TOO_LARGE",
        "/html, NO_JSON",
        "/bomb, TOO_LARGE",
        "/small-bomb, UNDECODABLE",
        "/no-gzip, UNDECODABLE",
        "/drip, BROKE_OFF",
        "/cut, BROKE_OFF",
    })
    void succeedsAndWithholdsABodyThatCannotBeTaken(String path, Withheld why) {
        CallOutcome outcome = run("POST", path, Map.of());

        assertThat(outcome.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(outcome.statusCode()).isEqualTo(200);
        assertThat(outcome.body()).isNull();
        assertThat(outcome.withheld()).isEqualTo(why);
    }

    @Test
    void succeedsWithoutABody() {
        CallOutcome outcome = run("POST", "/empty", Map.of());

        assertThat(outcome.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(outcome.withheld()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"/hang, timed_out", "/drop, unreachable"})
    void doesNotKnowTheOutcomeOfACallThatMayHaveLeft(String path, String code) {
        CallOutcome outcome = run("POST", path, Map.of());

        assertThat(outcome.status()).isEqualTo(ExecutionStatus.OUTCOME_UNKNOWN);
        assertThat(outcome.error().code()).isEqualTo(code);
        assertThat(wire).as("it is not repeated").hasSize(2);
    }

    @Test
    void repeatsWhatIsIdempotentTwiceAtMost() {
        CallOutcome read = run("GET", "/drop", Map.of());

        assertThat(read.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(read.error().code()).isEqualTo("unreachable");
        assertThat(wire).hasSize(6);

        CallOutcome write = run("PUT", "/drop", Map.of());

        assertThat(write.status()).isEqualTo(ExecutionStatus.OUTCOME_UNKNOWN);
        assertThat(wire).hasSize(12);
    }

    @Test
    void failsWithoutDoubtWhenNothingWasSent() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }

        CallOutcome refused = runner.run(call(catalogue("http://127.0.0.1:" + closed, true), "POST", Map.of()));
        CallOutcome unknown = runner.run(call(catalogue("http://no-such-host.invalid", true), "POST", Map.of()));

        assertThat(refused.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(refused.error().code()).isEqualTo("unreachable");
        assertThat(unknown.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(unknown.error().code()).isEqualTo("unreachable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1",
                "https://localhost",
                "https://2130706433",
                "https://[::1]",
                "https://[::ffff:127.0.0.1]"
            })
    void connectsToNoPrivateAddressUnlessTheCatalogueSaysSo(String host) {
        String url = host + ":" + server.getAddress().getPort();

        CallOutcome outcome = runner.run(call(catalogue(url, false), "POST", Map.of()));

        assertThat(outcome.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(outcome.error().code()).isEqualTo("address_refused");
        assertThat(wire).isEmpty();
    }

    @Test
    void makesNoCallWithoutTheCredential() {
        try (CallRunner poor = runner(Custody.none())) {
            CallOutcome outcome = poor.run(call(catalogue(url(), true), "POST", Map.of()));

            assertThat(outcome.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(outcome.error().code()).isEqualTo("credential_unavailable");
            assertThat(outcome.credentialRef()).isNull();
            assertThat(wire).isEmpty();
        }
    }

    @Test
    void asksForNoCredentialWhileTheServiceIsLeftAlone() {
        AtomicInteger issued = new AtomicInteger();
        Custody counting = use -> {
            issued.incrementAndGet();
            return Issue.of(Secret.of(SECRET));
        };
        try (CallRunner pausing = runner(counting, pausingAfter(1))) {
            ActionCall broken = call(catalogue(url(), true).replace("/ok", "/broken"), "POST", Map.of());
            pausing.run(broken);
            int before = issued.get();

            CallOutcome refused = pausing.run(broken);

            assertThat(refused.error().code()).isEqualTo("circuit_open");
            assertThat(refused.credentialRef()).isNull();
            assertThat(issued).hasValue(before);
            assertThat(before).isPositive();
        }
    }

    @Test
    void makesNoCallOnceItsTimeWentIntoItsCredential() {
        CallBounds bounds = CallBounds.DEFAULT.withTimeouts(Duration.ofMillis(20), Duration.ofMillis(20));
        Custody slow = use -> {
            Deadline over = Deadline.in(bounds.callTimeout());
            while (!over.hasPassed()) {
                Thread.onSpinWait();
            }
            return Issue.of(Secret.of(SECRET));
        };
        try (CallRunner hurried = runner(slow, bounds)) {
            CallOutcome outcome = hurried.run(call(catalogue(url(), true), "POST", Map.of()));

            assertThat(outcome.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(outcome.error())
                    .isEqualTo(new CallError(
                            "credential_unavailable",
                            "the credential's store took all the time that the call may take"));
            assertThat(outcome.credentialRef()).isNull();
            assertThat(wire).isEmpty();
        }
    }

    /** A server that takes the connection and never answers; its own time-out is longer than what the call may take. */
    @Test
    @Timeout(60)
    void makesNoCallWhenTheStoreHangsAndEndsWithTheCall() throws Exception {
        CallBounds bounds = CallBounds.DEFAULT.withTimeouts(Duration.ofMillis(200), Duration.ofMillis(200));
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                CallRunner waiting = runner(askingVault("http://127.0.0.1:" + silent.getLocalPort()), bounds)) {

            CallOutcome outcome = waiting.run(call(catalogue(url(), true), "POST", Map.of()));

            assertThat(outcome.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(outcome.error())
                    .isEqualTo(new CallError(
                            "credential_unavailable",
                            "the credential's store took all the time that the call may take"));
            assertThat(outcome.credentialRef()).isNull();
            assertThat(wire).isEmpty();
        }
    }

    private Custody askingVault(String address) throws IOException {
        Files.writeString(folder.resolve("token"), "hvs.test");
        Files.setPosixFilePermissions(folder.resolve("token"), PosixFilePermissions.fromString("rw-------"));
        Files.writeString(folder.resolve("credentials.yaml"), """
                version: 1
                vaults: { kv: { address: "%s", token_file: token } }
                credentials:
                  - domain: acme
                    name: forge
                    hosts: ["127.0.0.1:%d"]
                    from: { vault: kv, path: forge, field: token }
                """.formatted(
                        address, server.getAddress().getPort()));
        ConfiguredStore store = ConfiguredStore.at(folder, Surroundings.unattended(Map.of()));
        assertThat(store.problems()).isEmpty();
        return Custody.of(List.of(store));
    }

    /** A publisher of policies points base_url at a service of their own, to collect what is injected. */
    @ParameterizedTest
    @CsvSource({
        "acme, 127.0.0.1, true",
        "acme, localhost, false",
        "evil, 127.0.0.1, false",
    })
    void sendsNoByteOfACredentialToWhereItIsNotBound(String domain, String host, boolean isBound) {
        BoundHost bound = new BoundHost("127.0.0.1", server.getAddress().getPort(), false);
        Custody custody = Custody.of(List.of(id -> Lookup.found(new StoredCredential(
                new CredentialId("acme", "forge"), List.of(bound), CredentialKind.plain(), Secret.of(SECRET)))));
        String url = "http://" + host + ":" + server.getAddress().getPort();
        ActionCall call = call(catalogue(url, true), "POST", Map.of());
        try (CallRunner careful = runner(custody)) {

            CallOutcome outcome = careful.run(new ActionCall(
                    new CallId(domain, "aeonbyte", "r-1"), call.service(), call.action(), call.params()));

            assertThat(outcome.toString()).doesNotContain(SECRET);
            if (isBound) {
                assertThat(outcome.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
                assertThat(wire).contains("key " + SECRET);
            } else {
                assertThat(outcome.status()).isEqualTo(ExecutionStatus.FAILED);
                assertThat(outcome.error().code()).isEqualTo("credential_refused");
                assertThat(outcome.error().message())
                        .contains("of domain " + domain + " is not bound to plain://" + host);
                assertThat(wire).as("no request at all").isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Evil: 1", "a\nb", "a\u0000b", "ä"})
    void makesNoCallWithACredentialThatWouldEndTheHeader(String secret) {
        try (CallRunner runnerOfBad = runner(use -> Issue.of(Secret.of(secret)))) {
            CallOutcome outcome = runnerOfBad.run(call(catalogue(url(), true), "POST", Map.of()));

            assertThat(outcome.error().code()).isEqualTo("credential_unusable");
            assertThat(outcome.error().message()).doesNotContain(secret);
            assertThat(wire).isEmpty();
        }
    }

    @Test
    void saysThatTheOutcomeIsUnknownWhenItBreaksItself() {
        Custody broken = use -> {
            throw new IllegalStateException(SECRET);
        };
        try (CallRunner runnerOfBroken = runner(broken)) {
            CallOutcome outcome = runnerOfBroken.run(call(catalogue(url(), true), "POST", Map.of()));

            assertThat(outcome.status()).isEqualTo(ExecutionStatus.OUTCOME_UNKNOWN);
            assertThat(outcome.error().message()).doesNotContain(SECRET);
        }
    }

    private CallOutcome run(String method, String path, Map<String, Object> params) {
        return runner.run(call(catalogue(url(), true).replace("/ok", path), method, params));
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static ActionCall call(String catalogue, String method, Map<String, Object> params) {
        return CatalogueFixture.call(catalogue, method.toLowerCase(Locale.ROOT), params);
    }

    private static String catalogue(String baseUrl, boolean allowPrivate) {
        return """
            service: forge
            base_url: "%s"
            allow_private: %s
            credential: { ref: forge, inject: { header: X-Token, format: "key {secret}" } }
            actions:
              post:
                summary: p
                effect: write
                http: POST /ok
                params: { name: { type: string, in: body }, q: { type: string, in: query } }
                returns: [id, token]
              put: { summary: p, effect: write, http: PUT /ok, returns: [id] }
              get: { summary: p, effect: read, http: GET /ok, returns: [id] }
            """.formatted(baseUrl, allowPrivate);
    }
}
