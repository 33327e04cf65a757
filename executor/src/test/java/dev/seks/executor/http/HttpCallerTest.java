// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.executor.answer.Withheld;
import dev.seks.executor.call.ActionCall;
import dev.seks.executor.call.Attempt;
import dev.seks.executor.call.CallBounds;
import dev.seks.executor.call.CallId;
import dev.seks.executor.call.CallOutcome;
import dev.seks.executor.call.CallRunner;
import dev.seks.executor.call.CatalogueFixture;
import dev.seks.executor.call.Deadline;
import dev.seks.executor.call.HandClock;
import dev.seks.executor.call.ShuttingGate;
import dev.seks.executor.credential.Issue;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.egress.HangingNames;
import dev.seks.executor.http.RawService.Reply;
import dev.seks.schemas.catalogue.Call.HttpCall;
import dev.seks.schemas.record.ExecutionStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP calls held against every byte that a service gets and gives. */
class HttpCallerTest {
    private static final String SECRET = "robot:sekrit-0123+/";
    private static final CallBounds BOUNDS = new CallBounds(
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            10_000,
            10_000,
            8,
            8,
            1000,
            Duration.ofSeconds(30));

    private static final Duration LONG = Duration.ofMinutes(5);

    private final HandClock clock = new HandClock();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    @Test
    void sendsTheHeadersOfTheCatalogueAndItsOwnAndNoOthers() throws Exception {
        RawService service = serving(request -> Reply.json("", "{\"id\":1}"));

        CallOutcome outcome = run(service, "pay", Map.of("name", "a\r\nX-Evil: 1", "q", "b\r\nX-Evil: 2"));

        assertThat(outcome.body()).isEqualTo("{\"id\":1}");
        String[] lines = service.requests().get(0).split("\r\n");
        assertThat(lines[0]).isEqualTo("POST /pay?q=b%0D%0AX-Evil%3A%202 HTTP/1.1");
        assertThat(Arrays.stream(lines).skip(1).limit(lines.length - 3))
                .containsExactlyInAnyOrder(
                        "Accept: application/vnd.forge+json",
                        "User-Agent: seks-executor",
                        "Accept-Encoding: gzip, deflate",
                        "X-Version: 2",
                        "Idempotency-Key: " + new CallId("acme", "aeonbyte", "r-1").key(),
                        "Authorization: Basic cm9ib3Q6c2Vrcml0LTAxMjMrLw==",
                        "Content-Type: application/merge-patch+json; charset=UTF-8",
                        "Content-Length: 25",
                        "Host: 127.0.0.1:" + service.port(),
                        "Connection: keep-alive");
        assertThat(lines[lines.length - 1]).isEqualTo("{\"name\":\"a\\r\\nX-Evil: 1\"}");
    }

    @Test
    void namesARequestTheSameAtEachAttemptAndEveryOtherDifferently() throws Exception {
        AtomicInteger served = new AtomicInteger();
        RawService service = serving(request -> served.incrementAndGet() < 3
                ? Reply.of("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
                : Reply.json("", "{\"id\":1}"));

        CallOutcome outcome = run(service, "pay", Map.of());

        assertThat(outcome.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(service.requests()).hasSize(3);
        assertThat(service.requests().stream()
                        .map(HttpCallerTest::idempotencyKey)
                        .distinct())
                .hasSize(1);
        assertThat(List.of(
                        new CallId("acme", "aeonbyte", "r-1").key(),
                        new CallId("acme", "aeonbyte", "r-2").key(),
                        new CallId("acme", "aeonbyter", "-1").key(),
                        new CallId("acmea", "eonbyte", "r-1").key()))
                .doesNotHaveDuplicates()
                .allMatch(key -> key.matches("[0-9a-f]{64}"));
    }

    private static String idempotencyKey(String request) {
        return request.lines()
                .filter(line -> line.startsWith("Idempotency-Key"))
                .findFirst()
                .orElseThrow();
    }

    /** The secret arrives torn between chunks, packets and an escape, and in a compressed body. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsTheSecretAcrossChunks(boolean compressed) throws Exception {
        byte[] body =
                "{\"id\":\"robot:sekr\\u0069t-0123+\\/\",\"x\":\"%73ekrit-0123%2B/\"}".getBytes(StandardCharsets.UTF_8);
        byte[] sent = compressed ? gzip(body) : body;
        List<byte[]> parts = new ArrayList<>();
        String coding = compressed ? "Content-Encoding: gzip\r\n" : "";
        parts.add(("HTTP/1.1 200 OK\r\n" + coding + "Transfer-Encoding: chunked\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        for (byte b : sent) {
            parts.add(new byte[] {'1', '\r', '\n', b, '\r', '\n'});
        }
        parts.add("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        RawService service = serving(request -> new Reply(parts));

        CallOutcome outcome = run(service, "get", Map.of());

        assertThat(outcome.body()).isEqualTo("{\"id\":\"[redacted]\",\"x\":\"[redacted]\"}");
    }

    @ParameterizedTest
    @CsvSource({"br", "gzip", "'gzip, gzip'", "unknown"})
    void withholdsABodyThatItCannotDecode(String coding) throws Exception {
        RawService service = serving(request -> Reply.json("Content-Encoding: " + coding + "\r\n", "{\"id\":1}"));

        CallOutcome outcome = run(service, "get", Map.of());

        assertThat(outcome.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(outcome.body()).isNull();
        assertThat(outcome.withheld()).isEqualTo(Withheld.UNDECODABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "301, http://127.0.0.1:1/",
        "302, /get",
        "303, //evil.example/",
        "307, https://169.254.169.254/",
        "308, /get"
    })
    void followsNoRedirect(int status, String location) throws Exception {
        RawService service = serving(request ->
                Reply.of("HTTP/1.1 " + status + " Moved\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n"));

        CallOutcome outcome = run(service, "get", Map.of());

        assertThat(outcome.error().code()).isEqualTo("http_" + status);
        assertThat(service.requests()).hasSize(1);
    }

    @Test
    void tellsHowLongTheServiceAsksToWaitAndLeavesItAloneSoLong() throws Exception {
        RawService service =
                serving(request -> Reply.of("HTTP/1.1 429 Slow\r\nRetry-After: 40\r\nContent-Length: 0\r\n\r\n"));
        CallRunner runner = runner(new HttpCaller(BOUNDS));

        CallOutcome first = runner.run(call(service, "get", Map.of()));
        CallOutcome second = runner.run(call(service, "get", Map.of()));
        clock.pass(Duration.ofSeconds(41));
        CallOutcome third = runner.run(call(service, "get", Map.of()));

        assertThat(first.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(first.error().message()).isEqualTo("the service answered 429 and asks to wait 40 s");
        assertThat(second.error().code()).isEqualTo("asked_to_wait");
        assertThat(third.error().code()).isEqualTo("http_429");
        assertThat(service.requests()).hasSize(2);
    }

    @Test
    void repeatsOnlyWhatIsIdempotentAfterAShortWait() throws Exception {
        AtomicInteger served = new AtomicInteger();
        RawService service = serving(request -> served.incrementAndGet() == 1
                ? Reply.of("HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n")
                : Reply.json("", "{\"id\":1}"));

        assertThat(run(service, "get", Map.of()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(served).hasValue(2);

        served.set(0);
        assertThat(run(service, "post", Map.of()).error().code()).isEqualTo("http_503");
        assertThat(served).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        "post, 500, FAILED",
        "post, 503, FAILED",
        "post, 502, OUTCOME_UNKNOWN",
        "post, 504, OUTCOME_UNKNOWN",
        "pay, 504, OUTCOME_UNKNOWN",
        "get, 504, FAILED"
    })
    void doesNotKnowWhatAGatewayDoesNotKnow(String action, int status, ExecutionStatus outcome) throws Exception {
        RawService service = serving(request -> Reply.of("HTTP/1.1 " + status + " Bad\r\nContent-Length: 0\r\n\r\n"));

        CallOutcome ended = run(service, action, Map.of());

        assertThat(ended.status()).isEqualTo(outcome);
        assertThat(ended.statusCode()).isEqualTo(status);
    }

    /** When nobody can tell what became of the first attempt, a second that fails does not say that the first did. */
    @ParameterizedTest
    @CsvSource({
        "pay, endless, 422, OUTCOME_UNKNOWN",
        "pay, endless, 503, OUTCOME_UNKNOWN",
        "pay, 504, 409, OUTCOME_UNKNOWN",
        "pay, 503, 422, FAILED",
        "get, endless, 404, FAILED"
    })
    void doesNotKnowWhatCameOfTheFirstAttemptWhenASecondFails(
            String action, String first, int second, ExecutionStatus outcome) throws Exception {
        AtomicInteger served = new AtomicInteger();
        RawService service = serving(request -> {
            String status = served.incrementAndGet() == 1 ? first : String.valueOf(second);
            return status.equals("endless")
                    ? Reply.of("HTTP/1.1 200 OK\r\nX: " + "y".repeat(100_000) + "\r\n\r\n")
                    : Reply.of("HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n\r\n");
        });

        CallOutcome ended = run(service, action, Map.of());

        assertThat(served.get()).isGreaterThan(1);
        assertThat(ended.status()).isEqualTo(outcome);
        assertThat(ended.error().code()).isEqualTo("http_" + second);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Retry-After: 12                                                     | 12
                    Retry-After: 0                                                      | 0
                    Retry-After: 999999999                                              | 86400
                    Retry-After: Sat, 28 Nov 2026 12:00:30 GMT                          | 30
                    Retry-After: Sat, 28 Nov 2026 11:00:00 GMT                          | 0
                    Retry-After: -5                                                     |
                    Retry-After: soon                                                   |
                    Retry-After: 9999999999999999999999                                 |
                    X: y                                                                |
                    """)
    void readsWhatTheServiceAsks(String header, Integer seconds) throws Exception {
        RawService service =
                serving(request -> Reply.json("Date: Sat, 28 Nov 2026 12:00:00 GMT\r\n" + header + "\r\n", "{}"));

        Attempt attempt = attempt(new HttpCaller(BOUNDS), call(service, "get", Map.of()), BOUNDS);

        assertThat(((Attempt.Answered) attempt).retryAfter())
                .isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
    }

    @Test
    void leavesAServiceAloneThatFailsAndCallsOthers() throws Exception {
        RawService broken = serving(request -> Reply.of("HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n"));
        RawService sound = serving(request -> Reply.json("", "{\"id\":1}"));
        CallRunner runner = runner(new HttpCaller(BOUNDS));
        String failures = "limits: { failures: 3, pause: 20s }";

        for (int i = 0; i < 5; i++) {
            runner.run(call(catalogue(broken.port(), failures), "post", Map.of()));
        }
        CallOutcome refused = runner.run(call(catalogue(broken.port(), failures), "post", Map.of()));
        clock.pass(Duration.ofSeconds(21));
        CallOutcome trial = runner.run(call(catalogue(broken.port(), failures), "post", Map.of()));

        assertThat(refused.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(refused.error().code()).isEqualTo("circuit_open");
        assertThat(trial.error().code()).isEqualTo("http_500");
        assertThat(broken.requests()).hasSize(4);
        assertThat(runner.run(call(catalogue(sound.port(), failures), "post", Map.of()))
                        .status())
                .isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void letsNoMoreCallsOfAServiceRunThanItsLimitSays() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        RawService slow = serving(request -> {
            arrived.countDown();
            await(end);
            return Reply.json("", "{\"id\":1}");
        });
        RawService other = serving(request -> Reply.json("", "{\"id\":1}"));
        CallRunner runner = runner(new HttpCaller(BOUNDS));
        String one = "limits: { connections: 1, connect: 1s }";
        Thread first = new Thread(() -> runner.run(call(catalogue(slow.port(), one), "post", Map.of())));
        first.start();
        arrived.await();

        CallOutcome second = runner.run(call(catalogue(slow.port(), one), "post", Map.of()));
        CallOutcome neighbour = runner.run(call(catalogue(other.port(), one), "post", Map.of()));
        end.countDown();
        first.join();

        assertThat(second.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(second.error().code()).isEqualTo("service_busy");
        assertThat(neighbour.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(slow.requests()).hasSize(1);
    }

    @Test
    void endsACallAtTheServicesOwnTimeout() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        RawService slow = serving(request -> {
            await(end);
            return Reply.json("", "{}");
        });

        CallOutcome outcome = runner(new HttpCaller(BOUNDS))
                .run(call(catalogue(slow.port(), "limits: { attempt: 3s }"), "post", Map.of()));
        end.countDown();

        assertThat(outcome.status()).isEqualTo(ExecutionStatus.OUTCOME_UNKNOWN);
        assertThat(outcome.error().code()).isEqualTo("timed_out");
    }

    /** A listener that accepts no more: the connection is never made, so nothing can have been done. */
    @Test
    void failsWithoutDoubtWhenItCannotConnectInTime() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> waiting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Socket socket = new Socket();
                waiting.add(socket);
                try {
                    socket.connect(full.getLocalSocketAddress(), 1_000);
                } catch (IOException e) {
                    break; // the queue is full
                }
            }
            CallOutcome outcome = runner(new HttpCaller(BOUNDS))
                    .run(call(catalogue(full.getLocalPort(), "limits: { connect: 1s }"), "post", Map.of()));

            assertThat(outcome.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(outcome.error().code()).isEqualTo("timed_out");
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @Test
    void readsNoMoreThanTheServicesLimit() throws Exception {
        RawService service = serving(request -> Reply.json("", "{\"id\":\"" + "x".repeat(2000) + "\"}"));

        assertThat(run(service, "get", Map.of()).withheld()).isNull();
        CallOutcome outcome = runner(new HttpCaller(BOUNDS))
                .run(call(catalogue(service.port(), "limits: { response_bytes: 1024 }"), "get", Map.of()));

        assertThat(outcome.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(outcome.withheld()).isEqualTo(Withheld.TOO_LARGE);
        assertThat(outcome.body()).isNull();
    }

    @Test
    void readsNoEndlessHeaders() throws Exception {
        RawService many = serving(request -> Reply.of("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(10_000) + "\r\n"));
        RawService longOne = serving(request -> Reply.of("HTTP/1.1 200 OK\r\nX: " + "y".repeat(100_000) + "\r\n\r\n"));

        assertThat(run(many, "post", Map.of()).status()).isEqualTo(ExecutionStatus.OUTCOME_UNKNOWN);
        assertThat(run(longOne, "post", Map.of()).status()).isEqualTo(ExecutionStatus.OUTCOME_UNKNOWN);
    }

    /** A name that turns inside once it was looked at: it is looked at once for a connection, and that address is used. */
    @Test
    void sendsNothingWhenTheGateShutsWhileItConnects() throws Exception {
        RawService service = serving(request -> Reply.json("", "{\"id\":1}"));
        CallRunner runner = runner(new HttpCaller(BOUNDS));
        ActionCall pay = call(service, "pay", Map.of());

        for (int passes = 0; passes < 2; passes++) {
            CallOutcome kept = runner.run(pay.behind(new ShuttingGate(passes)));
            assertThat(kept.status()).isEqualTo(ExecutionStatus.FAILED);
            assertThat(kept.error()).isEqualTo(ShuttingGate.SHUT);
        }
        assertThat(service.requests()).isEmpty();
        assertThat(runner.run(pay.behind(new ShuttingGate(2))).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void repeatsNothingOnceTheGateIsShut() throws Exception {
        RawService service = serving(request -> Reply.of("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"));

        CallOutcome outcome = runner(new HttpCaller(BOUNDS))
                .run(call(service, "pay", Map.of()).behind(new ShuttingGate(2)));

        assertThat(outcome.error().code()).isEqualTo("http_503");
        assertThat(service.requests()).hasSize(1);
    }

    /** For a name service that hangs there is the time that connecting may take, and no more. */
    @Test
    void waitsForNoNameLongerThanItMayTakeToConnect() throws Exception {
        CallBounds bounds =
                new CallBounds(Duration.ofMillis(100), LONG, LONG, 10_000, 10_000, 8, 8, 1000, Duration.ofSeconds(30));
        HangingNames names = opened(new HangingNames());
        String catalogue = catalogue(1, "").replace("127.0.0.1", "forge.example");

        Attempt attempt = attempt(new HttpCaller(bounds, names), call(catalogue, "post", Map.of()), bounds);

        assertThat(attempt).isInstanceOfSatisfying(Attempt.NotDone.class, late -> {
            assertThat(late.error().code()).isEqualTo("timed_out");
            assertThat(late.error().message()).isEqualTo("the service's host name was not resolved in time");
            assertThat(late.serviceFailed()).isTrue();
        });
    }

    @Test
    void connectsToTheAddressThatItVetted() throws Exception {
        RawService service = serving(request -> Reply.json("Connection: close\r\n", "{\"id\":1}"));
        AtomicInteger asked = new AtomicInteger();
        DnsResolver rebinding = names(() -> asked.incrementAndGet() == 1 ? "127.0.0.1" : "169.254.169.254");
        HttpCaller caller = opened(new HttpCaller(BOUNDS, rebinding));
        String catalogue = catalogue(service.port(), "").replace("127.0.0.1", "rebound.example");

        Attempt first = attempt(caller, call(catalogue, "get", Map.of()), BOUNDS);

        assertThat(first).isInstanceOf(Attempt.Answered.class);
        assertThat(asked).hasValue(1);
        assertThat(service.requests()).hasSize(1);

        Attempt second = attempt(caller, call(catalogue, "get", Map.of()), BOUNDS);

        assertThat(second).isInstanceOfSatisfying(Attempt.NotDone.class, refused -> {
            assertThat(refused.error().code()).isEqualTo("address_refused");
            assertThat(refused.serviceFailed()).isFalse();
        });
        assertThat(service.requests()).hasSize(1);
    }

    private static DnsResolver names(Supplier<String> address) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return new InetAddress[] {
                    InetAddress.getByAddress(
                            host, InetAddress.getByName(address.get()).getAddress())
                };
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    private RawService serving(Function<String, Reply> service) throws IOException {
        return opened(new RawService(service));
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.add(one);
        return one;
    }

    private CallRunner runner(HttpCaller caller) {
        return opened(new CallRunner(use -> Issue.of(Secret.of(SECRET)), List.of(caller), BOUNDS, clock));
    }

    private CallOutcome run(RawService service, String action, Map<String, Object> params) {
        return runner(new HttpCaller(BOUNDS)).run(call(service, action, params));
    }

    private Attempt attempt(HttpCaller caller, ActionCall call, CallBounds bounds) {
        return opened(caller)
                .attempt(
                        call,
                        (HttpCall) call.action().call(),
                        Secret.of(SECRET),
                        bounds,
                        Deadline.in(bounds.callTimeout()));
    }

    private static ActionCall call(RawService service, String action, Map<String, Object> params) {
        return call(catalogue(service.port(), ""), action, params);
    }

    private static ActionCall call(String catalogue, String action, Map<String, Object> params) {
        return CatalogueFixture.call(catalogue, action, params);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static String catalogue(int port, String more) {
        return """
            service: forge
            base_url: "http://127.0.0.1:%d"
            allow_private: true
            credential: { ref: forge, inject: { header: Authorization, format: "Basic {secret:base64}" } }
            headers: { Accept: application/vnd.forge+json, X-Version: "1" }
            %s
            actions:
              pay:
                summary: p
                effect: money
                http: POST /pay
                headers: { X-Version: "2", Content-Type: application/merge-patch+json }
                idempotency_key: Idempotency-Key
                params: { name: { type: string, in: body }, q: { type: string, in: query } }
                returns: [id]
              post: { summary: p, effect: write, http: POST /post, returns: [id] }
              get: { summary: g, effect: read, http: GET /get, returns: [id, x] }
            """.formatted(port, more);
    }
}
