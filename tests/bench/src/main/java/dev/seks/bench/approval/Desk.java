// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.approval;

import dev.seks.bench.domain.Latencies;
import dev.seks.cli.dev.AllInOne;
import dev.seks.client.ClientConfig;
import dev.seks.client.Request;
import dev.seks.client.SeksClient;
import dev.seks.client.Submission;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.topic.LogReader;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.wire.WireException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** One agent that asks and one person who approves over HTTP, on everything that runs in one process. */
final class Desk implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TAKEN_DOWN = 202;
    private static final int NOT_YET = 404;

    private final AllInOne all;
    private final SeksClient client;
    private final HttpClient http = HttpClient.newHttpClient();
    private int asked;

    Desk(AllInOne all) {
        this.all = all;
        this.client = SeksClient.open(ClientConfig.of(all.kafka(), all.domain())
                .signing("runner", all.keys().signerOf(all.domain(), "runner")));
    }

    /** From just before a request is published until a reader of committed records has its approval; asks nobody. */
    Latencies allowed(int count, int perSecond) {
        return pass(count, perSecond, "repos.get", List.of());
    }

    /** From just before a verdict is sent until a reader of committed records has the approval. */
    Latencies approved(int count, int perSecond) {
        List<String> waiting = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Submission submission = client.submit(request("repos.create"));
            submission.awaitDecided(PATIENCE);
            waiting.add(submission.requestDigest());
        }
        waiting.forEach(this::awaitShown);
        return pass(count, perSecond, "", waiting);
    }

    /** Leaves that many requests waiting. */
    void crowd(int count) {
        List<Submission> asking = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            asking.add(client.submit(request("repos.create")));
        }
        asking.forEach(submission -> submission.awaitDecided(PATIENCE));
    }

    /** Requests one after another, or verdicts about those that wait. */
    private Latencies pass(int count, int perSecond, String action, List<String> waiting) {
        Map<String, Long> sent = new HashMap<>();
        Map<String, Long> seen = new HashMap<>();
        try (LogReader reader = LogReader.of(all.client(), all.topics(), List.of(Topic.APPROVED))
                .fromEnd()) {
            Thread sender = new Thread(
                    () -> {
                        long start = System.nanoTime();
                        for (int i = 0; i < count; i++) {
                            waitUntil(start + i * (1_000_000_000L / perSecond));
                            long now = System.nanoTime();
                            sent.put(
                                    waiting.isEmpty()
                                            ? client.submit(request(action)).requestDigest()
                                            : approve(waiting.get(i)),
                                    now);
                        }
                    },
                    "sender");
            sender.start();
            long giveUp = System.nanoTime() + PATIENCE.toNanos();
            while (seen.size() < count) {
                if (System.nanoTime() > giveUp) {
                    throw new IllegalStateException(seen.size() + " of " + count + " approvals came in time");
                }
                reader.poll(Duration.ofMillis(100), found -> {
                    long now = System.nanoTime();
                    seen.putIfAbsent(decoded(found.value()), now);
                });
            }
            sender.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        return Latencies.of(sent.entrySet().stream()
                .mapToLong(one -> seen.get(one.getKey()) - one.getValue())
                .toArray());
    }

    private Request request(String action) {
        return Request.of("runner", "github", action)
                .params(
                        action.equals("repos.get")
                                ? "{\"owner\":\"acme\",\"repo\":\"site\"}"
                                : "{\"name\":\"r" + asked++ + "\"}");
    }

    private String approve(String digest) {
        int status = send(HttpRequest.newBuilder(approvals(digest + "/verdicts"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"verdict\":\"APPROVE\",\"channel\":\"CLI\"}")));
        if (status != TAKEN_DOWN) {
            throw new IllegalStateException("a verdict was answered with " + status);
        }
        return digest;
    }

    private void awaitShown(String digest) {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (send(HttpRequest.newBuilder(approvals(digest)).GET()) == NOT_YET) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("a request was not shown in time");
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private URI approvals(String rest) {
        return URI.create(all.inbox() + "/v1/approvals/" + rest);
    }

    private int send(HttpRequest.Builder request) {
        try {
            return http.send(
                            request.header("Authorization", "Bearer " + all.token())
                                    .timeout(PATIENCE)
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            throw new IllegalStateException("the approval service does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private String decoded(byte[] value) {
        try {
            Decision decision = all.codecs().decision().decode(value);
            if (decision.getOutcome() != Outcome.APPROVED) {
                throw new IllegalStateException("no approval among those approved: " + decision);
            }
            return decision.getRequestDigest();
        } catch (WireException e) {
            throw new IllegalStateException("the topic of approvals holds what nobody wrote", e);
        }
    }

    private static void waitUntil(long due) {
        while (System.nanoTime() < due) {
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
