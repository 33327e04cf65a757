// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The side of Socket Mode that is Slack's: tickets, greetings, envelopes and their acknowledgements. */
final class FakeSocket {
    private static final JsonMapper JSON = new JsonMapper();

    final Map<String, JsonNode> acks = new ConcurrentHashMap<>();
    private final Set<String> tickets = ConcurrentHashMap.newKeySet();
    private final List<WsContext> open = new CopyOnWriteArrayList<>();
    private volatile boolean mute;

    String ticket() {
        String ticket = UUID.randomUUID().toString();
        tickets.add(ticket);
        return ticket;
    }

    /** Connections are not greeted any more, or are again. */
    void mute(boolean isMute) {
        mute = isMute;
    }

    void configure(WsConfig ws) {
        ws.onConnect(connection -> {
            if (!tickets.remove(String.valueOf(connection.queryParam("ticket")))) {
                connection.closeSession(4_000, "no ticket");
                return;
            }
            if (!mute) {
                ObjectNode hello = JSON.createObjectNode().put("type", "hello").put("num_connections", 1);
                hello.putObject("connection_info").put("app_id", "A1");
                hello.putObject("debug_info").put("host", "fake").put("approximate_connection_time", 18_060);
                connection.send(hello.toString());
                open.add(connection);
            }
        });
        ws.onMessage(message -> {
            JsonNode ack = JSON.readTree(message.message());
            acks.put(ack.path("envelope_id").asText(), ack);
        });
        ws.onClose(open::remove);
        ws.onError(open::remove);
    }

    int connections() {
        return open.size();
    }

    String push(JsonNode payload) {
        String id = UUID.randomUUID().toString();
        ObjectNode envelope = JSON.createObjectNode().put("envelope_id", id).put("type", "interactive");
        envelope.put("accepts_response_payload", true).set("payload", payload);
        open.get(open.size() - 1).send(envelope.toString());
        return id;
    }

    /** Sends something as it is. */
    void send(String text) {
        open.forEach(connection -> connection.send(text));
    }

    void refresh() {
        send("{\"type\":\"disconnect\",\"reason\":\"refresh_requested\",\"debug_info\":{\"host\":\"fake\"}}");
    }

    void breakAll() {
        for (WsContext connection : open) {
            try {
                connection.session.disconnect();
            } catch (RuntimeException gone) {
                throw new UncheckedIOException(new IOException(gone));
            }
        }
    }
}
