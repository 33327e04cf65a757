// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.approval.delivery.HttpSender;
import dev.seks.schemas.wire.RecordJson;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of Socket Mode. What Slack sends is handed on as it comes; nothing of it is logged. */
final class SocketLink implements WebSocket.Listener {
    /** Longest message that is taken, in characters; Slack sends the whole card along. */
    static final int MAX_MESSAGE = SlackCalls.MAX_BODY;

    /** After so long without a sign of life a connection is taken for dead; half of it, and we ask for one. */
    static final Duration SILENCE = Duration.ofSeconds(20);

    private static final Duration HELLO = Duration.ofSeconds(10);
    private static final Duration SEND = Duration.ofSeconds(2);
    private static final Duration RETIREMENT = Duration.ofSeconds(10);
    private static final int TOO_BIG = 1009;
    private static final Logger LOG = LoggerFactory.getLogger(SocketLink.class);

    private final Taker taker;
    private final StringBuilder message = new StringBuilder();
    private final CountDownLatch hello = new CountDownLatch(1);
    private final Object sending = new Object();
    private volatile @Nullable WebSocket socket;
    private volatile boolean over;
    private volatile boolean toBeReplaced;
    private volatile long heardNs = System.nanoTime();
    private long pingedNs = System.nanoTime();

    private SocketLink(Taker taker) {
        this.taker = taker;
    }

    /** Takes what people did; it must not block. */
    interface Taker {
        void take(SocketLink link, String envelope, JsonNode payload);
    }

    /** Connects and waits until Slack says hello; empty when that does not come about. */
    static Optional<SocketLink> open(HttpSender http, URI url, Taker taker) throws InterruptedException {
        SocketLink link = new SocketLink(taker);
        CompletableFuture<WebSocket> opening = http.client()
                .newWebSocketBuilder()
                .connectTimeout(HttpSender.EXCHANGE)
                .buildAsync(url, link);
        try {
            opening.get(HELLO.toMillis(), TimeUnit.MILLISECONDS);
            if (link.hello.await(HELLO.toMillis(), TimeUnit.MILLISECONDS) && !link.over) {
                return Optional.of(link);
            }
        } catch (ExecutionException | TimeoutException e) {
            opening.thenAccept(WebSocket::abort);
        }
        link.abort();
        return Optional.empty();
    }

    /** Whether Slack is about to end it, so that another one is needed. */
    boolean isToBeReplaced() {
        return toBeReplaced || over;
    }

    /** Whether it has ended or is silent; asks for a sign of life when there was none for a while. */
    boolean isOver() {
        long now = System.nanoTime();
        if (now - heardNs > SILENCE.toNanos()) {
            LOG.warn("a connection of Socket Mode is silent, and given up");
            return true;
        }
        if (now - Math.max(heardNs, pingedNs) > SILENCE.toNanos() / 2) {
            pingedNs = now;
            send(open -> open.sendPing(ByteBuffer.allocate(0)));
        }
        return over;
    }

    void send(String text) {
        send(open -> open.sendText(text, true));
    }

    private void send(Function<WebSocket, CompletableFuture<WebSocket>> what) {
        WebSocket open = socket;
        if (open == null) {
            return;
        }
        synchronized (sending) { // one at a time, or Java refuses the second
            try {
                what.apply(open).get(SEND.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("an acknowledgement did not reach Slack");
                over = true;
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Is not used any more, but may still acknowledge what it has taken. */
    void retire() {
        CompletableFuture.delayedExecutor(RETIREMENT.toMillis(), TimeUnit.MILLISECONDS)
                .execute(this::abort);
    }

    void abort() {
        over = true;
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
    }

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        opened.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        heardNs = System.nanoTime();
        if (message.length() + part.length() > MAX_MESSAGE) {
            LOG.warn("Slack sends a message of more than {} characters, the connection is given up", MAX_MESSAGE);
            over = true;
            from.sendClose(TOO_BIG, "too big");
            return null;
        }
        message.append(part);
        if (last) {
            String whole = message.toString();
            message.setLength(0);
            take(whole);
        }
        from.request(1);
        return null;
    }

    private void take(String text) {
        JsonNode found = RecordJson.read(text);
        String type = found == null ? "" : found.path("type").asText();
        switch (type) {
            case "hello" -> hello.countDown();
            case "disconnect" -> toBeReplaced = true;
            case "interactive" -> {
                try {
                    taker.take(this, found.path("envelope_id").asText(), found.path("payload"));
                } catch (RejectedExecutionException full) {
                    LOG.warn("too much waits, a press of a button is left to be made again");
                }
            }
            default -> LOG.debug("Slack sends something that is not for us");
        }
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer data) {
        heardNs = System.nanoTime();
        from.request(1);
        return null; // Java answers it
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer data) {
        heardNs = System.nanoTime();
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        over = true;
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable broken) {
        LOG.warn("a connection of Socket Mode broke: {}", broken.getClass().getSimpleName());
        over = true;
    }
}
