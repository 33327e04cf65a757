// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.delivery.HttpSender;
import dev.seks.approval.delivery.Patience;
import dev.seks.approval.delivery.Stoppable;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches what people do with cards over a connection that we open (docs.slack.dev, Using Socket Mode), so that Slack
 * needs not reach us. There is always one connection at the least while Slack is there: before Slack ends one, as it does
 * every few hours, the next is open. It owns a thread for the connection and some for the work.
 */
final class SlackSocket implements Stoppable {
    private static final int THREADS = 4;
    private static final int MAX_WAITING = 200;
    private static final Duration CHECK = Duration.ofSeconds(1);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(5);
    private static final Set<String> SLACK = Set.of(".slack.com", ".slack-gov.com");
    private static final Logger LOG = LoggerFactory.getLogger(SlackSocket.class);

    private final SlackApi api;
    private final HttpSender http;
    private final URI apiUrl;
    private final Function<JsonNode, SlackReply> actions;
    private final Patience patience = new Patience();
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), SlackSocket::worker);
    private final Thread thread = new Thread(this::run, "approval-slack-socket");
    private volatile boolean connected;

    /** {@code api}: under the app-level token; {@code apiUrl}: where it is. */
    SlackSocket(SlackApi api, HttpSender http, URI apiUrl, Function<JsonNode, SlackReply> actions) {
        this.api = api;
        this.http = http;
        this.apiUrl = apiUrl;
        this.actions = actions;
        thread.setDaemon(true);
    }

    private static Thread worker(Runnable work) {
        Thread thread = new Thread(work, "approval-slack-socket-work");
        thread.setDaemon(true);
        return thread;
    }

    void start() {
        thread.start();
    }

    /** Whether Slack has greeted the present connection, and it is alive. */
    boolean isConnected() {
        return connected;
    }

    private void run() {
        @Nullable SocketLink link = null;
        try {
            while (true) {
                SocketLink next = link == null || link.isToBeReplaced() ? open().orElse(null) : link;
                if (next != null && next != link) {
                    if (link != null) {
                        link.retire();
                    }
                    link = next;
                }
                if (link != null && link.isOver()) {
                    link.abort();
                    link = null;
                }
                connected = link != null;
                Thread.sleep(Math.max(CHECK.toMillis(), patience.waitNs(System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException stop) {
            LOG.debug("Socket Mode ends");
        } finally {
            connected = false;
            if (link != null) {
                link.abort();
            }
        }
    }

    private Optional<SocketLink> open() throws InterruptedException {
        SlackAnswer answer = api.read("apps.connections.open", Map.of());
        if (answer instanceof SlackAnswer.Done done) {
            Optional<URI> url = trusted(done.body().path("url").asText());
            Optional<SocketLink> link = url.isEmpty() ? Optional.empty() : SocketLink.open(http, url.get(), this::take);
            if (link.isPresent()) {
                patience.win();
                return link;
            }
        }
        Duration pause;
        if (answer instanceof SlackAnswer.Later later) {
            pause = later.after();
            patience.wait(System.nanoTime(), pause);
        } else {
            pause = patience.lose(System.nanoTime());
        }
        LOG.warn("no connection for Socket Mode, trying again in {} ms: {}", pause.toMillis(), answer(answer));
        return Optional.empty();
    }

    /** The address that Slack gave is a ticket to the connection, so it is not told. */
    private static String answer(SlackAnswer answer) {
        return answer instanceof SlackAnswer.Done ? "Slack's WebSocket does not open" : answer.toString();
    }

    private void take(SocketLink link, String envelope, JsonNode payload) {
        workers.execute(() -> {
            SlackReply reply = actions.apply(payload);
            // what is malformed is acknowledged too, or Slack would send it again; what cannot be taken now is not
            if (!(reply instanceof SlackReply.Busy)) {
                ObjectNode ack = JsonNodeFactory.instance.objectNode().put("envelope_id", envelope);
                if (reply instanceof SlackReply.Taken taken && taken.body() != null) {
                    ack.set("payload", taken.body());
                }
                link.send(ack.toString());
            }
        });
    }

    /** Only Slack's own hosts are connected to, or this machine when its Web API is here too. */
    private Optional<URI> trusted(String given) {
        URI url;
        try {
            url = URI.create(given);
        } catch (IllegalArgumentException noUrl) {
            return Optional.empty();
        }
        String host = url.getHost() == null ? "" : url.getHost();
        boolean slack = "wss".equals(url.getScheme()) && SLACK.stream().anyMatch(host::endsWith);
        boolean here =
                "http".equals(apiUrl.getScheme()) && "ws".equals(url.getScheme()) && host.equals(apiUrl.getHost());
        return slack || here ? Optional.of(url) : Optional.empty();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(STOP_DEADLINE.toMillis());
            workers.shutdown();
            workers.awaitTermination(STOP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.shutdownNow();
    }
}
