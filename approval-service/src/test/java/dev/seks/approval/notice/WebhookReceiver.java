// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who takes webhooks, and checks each with the public library of Standard Webhooks. */
public final class WebhookReceiver implements AutoCloseable {
    /** The secret that signs for it. */
    public static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final JsonMapper JSON = new JsonMapper();

    /** What came and was signed, in order. */
    final List<Post> posts = new CopyOnWriteArrayList<>();

    private final AtomicInteger calls = new AtomicInteger();

    private final Queue<Answer> next = new ConcurrentLinkedQueue<>();
    private final String secret;
    private final Javalin server;
    private volatile Optional<String> poison = Optional.empty();
    private volatile int poisonStatus;

    /** One notice as it came. */
    record Post(String id, String body) {
        JsonNode data() {
            return json(body).get("data");
        }
    }

    /** Answers something that a test wants; gives whether the notice is taken. */
    interface Answer {
        boolean to(Context ctx) throws IOException;
    }

    public WebhookReceiver() {
        this(SECRET);
    }

    WebhookReceiver(String secret) {
        this.secret = secret;
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.startupWatcherEnabled = false;
            config.routes.post("/hook", this::take);
        });
        server.start("127.0.0.1", 0);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.port() + "/hook");
    }

    /** The digests of the requests that it was told of, in order. */
    public List<String> digests() {
        return posts.stream().map(post -> post.data().get("digest").asText()).toList();
    }

    /** Answers the next calls so. */
    void answerNext(Answer... answers) {
        next.addAll(List.of(answers));
    }

    /** Takes nothing and says so, and perhaps how long to wait. */
    static Answer status(int status, String... header) {
        return ctx -> {
            ctx.status(status);
            if (header.length > 0) {
                ctx.header(header[0], header[1]);
            }
            return false;
        };
    }

    /** Breaks the connection, whether the notice is taken or not. */
    static Answer broken(boolean taken) {
        return ctx -> {
            ctx.res().sendError(-1);
            return taken;
        };
    }

    /** Always refuses what holds this text. */
    public void refuse(String text, int status) {
        poisonStatus = status;
        poison = Optional.of(text);
    }

    /** Refuses nothing any more. */
    public void takeAll() {
        poison = Optional.empty();
    }

    /** How often anything came. */
    public int calls() {
        return calls.get();
    }

    private void take(Context ctx) throws IOException, WebhookVerificationException {
        calls.incrementAndGet();
        String body = ctx.body();
        String id = String.valueOf(ctx.header("webhook-id"));
        new Webhook(secret)
                .verify(
                        body,
                        Map.of(
                                "webhook-id", List.of(id),
                                "webhook-timestamp", List.of(String.valueOf(ctx.header("webhook-timestamp"))),
                                "webhook-signature", List.of(String.valueOf(ctx.header("webhook-signature")))));
        if (poison.filter(body::contains).isPresent()) {
            ctx.status(poisonStatus);
            return;
        }
        Answer answer = next.poll();
        if (answer == null || answer.to(ctx)) {
            posts.add(new Post(id, body));
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
