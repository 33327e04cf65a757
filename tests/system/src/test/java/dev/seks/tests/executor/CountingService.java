// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.executor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A service on loopback that writes down every call on the wire; calls to /slow answer when they are let go. */
final class CountingService implements AutoCloseable {
    /** As many calls as any test makes at once; with the usual 50 some would wait a second and more to be let in. */
    private static final int BACKLOG = 1_000;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Instant> arrivals = new ConcurrentHashMap<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger mostInFlight = new AtomicInteger();
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private volatile Predicate<String> hangingUpOn = path -> false;

    CountingService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        arrivals.putIfAbsent(exchange.getRequestURI().getPath(), Instant.now());
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath());
        exchange.getRequestBody().readAllBytes();
        if (hangingUpOn.test(exchange.getRequestURI().getPath())) {
            inFlight.decrementAndGet();
            exchange.close();
            return;
        }
        if (exchange.getRequestURI().getPath().startsWith("/slow")) {
            try {
                letGo.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        byte[] body = ("{\"path\":\"" + exchange.getRequestURI().getRawPath() + "\",\"hidden\":\"x\",\"echo\":\""
                        + exchange.getRequestHeaders().getFirst("Authorization") + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        inFlight.decrementAndGet();
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
        answered.add(exchange.getRequestURI().getPath());
        exchange.close();
    }

    /** Method and path of every call, in order of arrival. */
    List<String> calls() {
        return calls;
    }

    long calls(String path) {
        return calls.stream().filter(call -> call.endsWith(" " + path)).count();
    }

    /** When the first call to each path came. */
    Map<String, Instant> arrivals() {
        return arrivals;
    }

    /** The most calls that were there at once, none of them answered yet. */
    int mostInFlight() {
        return mostInFlight.get();
    }

    /** The paths of calls that were answered. */
    Set<String> answered() {
        return answered;
    }

    /** Asks about each call from now on whether to hang up on it instead of answering. */
    void hangUpOn(Predicate<String> calls) {
        hangingUpOn = calls;
    }

    void letGo() {
        letGo.countDown();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        letGo();
        server.stop(0);
        threads.shutdownNow();
    }
}
