// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Slack for tests: as much of its Web API, webhooks, response URLs and Socket Mode as seks uses. It checks tokens,
 * content types, blocks and membership as Slack does, limits how often it is called if told to, and fails in every way
 * that a test asks for. That Slack's own library can talk to it is tested too.
 */
public final class FakeSlack implements AutoCloseable {
    public static final String BOT_TOKEN = "xoxb-1111-2222-of-the-bot";
    public static final String APP_TOKEN = "xapp-1-A1111-2222-of-the-app";
    public static final String SIGNING_SECRET = "a secret that signs for Slack";
    public static final String TEAM = "T024BE7LD";
    static final String BOT = "B1";
    private static final int USES_OF_A_RESPONSE_URL = 5;
    private static final int MAX_LIMIT = 999;
    private static final int TOO_MANY = 429;
    private static final JsonMapper JSON = new JsonMapper();

    /** What was posted to the webhook. */
    public final FakeChannel hooked = new FakeChannel("CHOOK");

    /** What was posted to response URLs. */
    public final List<JsonNode> answers = new CopyOnWriteArrayList<>();

    /** The windows that were opened. */
    public final List<JsonNode> windows = new CopyOnWriteArrayList<>();

    /** The scopes of the bot token. */
    public volatile String scopes = "chat:write,channels:history,groups:history";

    /** Where a connection is to be made to, or null for here. */
    volatile @Nullable String socketUrl;

    final FakeSocket socket = new FakeSocket();
    private final Map<String, FakeChannel> channels = new ConcurrentHashMap<>();
    private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> uses = new ConcurrentHashMap<>();
    private final Map<String, Long> lastPostNs = new ConcurrentHashMap<>();
    private final Map<String, Boolean> triggers = new ConcurrentHashMap<>();
    private final Javalin server;
    private volatile boolean away;
    private volatile boolean limited;
    private volatile long second;

    public FakeSlack() {
        server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.startupWatcherEnabled = false;
            config.routes.post("/api/{method}", this::api);
            config.routes.post("/services/hook", ctx -> call("webhook", ctx, this::webhook));
            config.routes.post("/actions/{id}", ctx -> call("response_url", ctx, this::responseUrl));
            config.routes.ws("/link", socket::configure);
        });
        server.start("127.0.0.1", 0);
    }

    public URI api() {
        return at("/api/");
    }

    public URI webhook() {
        return at("/services/hook");
    }

    /** A new response URL, good for five answers. */
    public URI responseUrl() {
        return at("/actions/" + (uses.size() + 1));
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /** A channel with the app in it. */
    public FakeChannel channel(String id) {
        return channels.computeIfAbsent(id, FakeChannel::new);
    }

    /** What is said from now on is said at this second, and not at that of the machine. */
    public void clock(long epochSecond) {
        second = epochSecond;
    }

    private long second() {
        return second == 0 ? System.currentTimeMillis() / 1_000 : second;
    }

    /** The next calls of a method ({@code webhook} and {@code response_url} count for some) fail so. */
    public void failNext(String method, Fault... next) {
        faults.computeIfAbsent(method, name -> new ConcurrentLinkedQueue<>()).addAll(List.of(next));
    }

    /** Everything breaks before it is done, or nothing does any more. */
    public void away(boolean isAway) {
        away = isAway;
        if (isAway) {
            socket.breakAll();
        }
    }

    /** One message a second in each channel, from now on. */
    public void limitPosts() {
        limited = true;
    }

    /** How often a method was called. */
    public int calls(String method) {
        return calls.getOrDefault(method, new AtomicInteger()).get();
    }

    /** Pushes what a person did to one of the connected processes; gives the envelope's id. */
    public String push(JsonNode payload) {
        return socket.push(payload);
    }

    /** The acknowledgement of what was pushed, or null while there is none. */
    public @Nullable JsonNode acknowledged(String envelope) {
        return socket.acks.get(envelope);
    }

    /** Sends a text to whoever is connected. */
    void say(String text) {
        socket.send(text);
    }

    /** How many processes are connected. */
    public int connections() {
        return socket.connections();
    }

    /** Says that the connections that there are will end. */
    public void refreshConnections() {
        socket.refresh();
    }

    /** Breaks the connections that there are. */
    public void breakConnections() {
        socket.breakAll();
    }

    /** A new trigger, with which one window can be opened. */
    public String trigger() {
        String trigger = "trigger." + triggers.size();
        triggers.put(trigger, true);
        return trigger;
    }

    private void api(Context ctx) throws IOException {
        String method = ctx.pathParam("method");
        call(method, ctx, given -> switch (method) {
            case "auth.test" -> authTest(given);
            case "chat.postMessage" -> postMessage(given);
            case "chat.update" -> update(given);
            case "chat.delete" -> delete(given);
            case "conversations.history" -> history(given);
            case "views.open" -> openView(given);
            case "apps.connections.open" -> openConnection(given);
            default -> refusal("unknown_method");
        });
    }

    /** Counts the call, lets happen what a test wants to go wrong, and does it else. */
    private void call(String method, Context ctx, Function<Context, ObjectNode> deed) throws IOException {
        calls.computeIfAbsent(method, name -> new AtomicInteger()).incrementAndGet();
        Queue<Fault> queue = faults.get(method);
        Fault fault = away ? new Fault.Lost() : queue == null ? null : queue.poll();
        if (fault instanceof Fault.Status status) {
            ctx.header("Retry-After", Integer.toString(status.retryAfterSeconds()))
                    .status(status.code());
        } else if (fault instanceof Fault.Error error) {
            answer(ctx, refusal(error.name()));
        } else if (fault instanceof Fault.Lost) {
            ctx.res().sendError(-1);
        } else {
            if (fault instanceof Fault.Late late) {
                await(late.until());
            }
            ObjectNode answer = deed.apply(ctx);
            if (fault instanceof Fault.Held held) {
                await(held.until());
            }
            if (fault instanceof Fault.AnswerLost) {
                ctx.res().sendError(-1);
            } else {
                answer(ctx, answer);
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(Context ctx, ObjectNode answer) {
        int status = answer.path("status").asInt(200);
        if (status != 200) {
            ctx.status(status).header("Retry-After", "1").result("");
        } else if (answer.has("plain")) {
            ctx.result(answer.get("plain").asText());
        } else {
            ctx.contentType("application/json; charset=utf-8").result(answer.toString());
        }
    }

    private static ObjectNode ok() {
        return JSON.createObjectNode().put("ok", true);
    }

    private static ObjectNode refusal(String error) {
        return JSON.createObjectNode().put("ok", false).put("error", error);
    }

    private @Nullable String tokenFault(Context ctx, String token) {
        String given = ctx.header("Authorization");
        if (given == null) {
            return "not_authed";
        }
        return given.equals("Bearer " + token) ? null : "invalid_auth";
    }

    /** The arguments of a method that writes, as JSON or as a form, which Slack takes as well. */
    private static ObjectNode arguments(Context ctx) {
        try {
            if (String.valueOf(ctx.contentType()).startsWith("application/json")) {
                return (ObjectNode) JSON.readTree(ctx.body());
            }
            ObjectNode arguments = JSON.createObjectNode();
            for (Map.Entry<String, List<String>> field : ctx.formParamMap().entrySet()) {
                String value = field.getValue().get(0);
                boolean json = field.getKey().equals("blocks") || field.getKey().equals("view");
                arguments.set(field.getKey(), json ? JSON.readTree(value) : arguments.textNode(value));
            }
            return arguments;
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }

    private ObjectNode authTest(Context ctx) {
        String fault = tokenFault(ctx, BOT_TOKEN);
        if (fault != null) {
            return refusal(fault);
        }
        ctx.header("x-oauth-scopes", scopes);
        return ok().put("url", "https://acme.slack.com/")
                .put("team", "acme")
                .put("user", "seks")
                .put("team_id", TEAM)
                .put("user_id", "U0")
                .put("bot_id", BOT)
                .put("is_enterprise_install", false);
    }

    private ObjectNode postMessage(Context ctx) {
        ObjectNode message = arguments(ctx);
        ObjectNode refusal = messageFault(ctx, message);
        if (refusal != null) {
            return refusal;
        }
        FakeChannel channel = channels.get(message.path("channel").asText());
        if (limited && tooSoon(channel.id)) {
            return JSON.createObjectNode().put("status", TOO_MANY);
        }
        String ts = channel.post(message, BOT, second());
        ObjectNode answer = ok().put("channel", channel.id).put("ts", ts);
        answer.set("message", message.deepCopy().put("ts", ts).put("bot_id", BOT));
        return answer;
    }

    private boolean tooSoon(String channel) {
        long now = System.nanoTime();
        Long last = lastPostNs.get(channel);
        if (last != null && now - last < 1_000_000_000L) {
            return true;
        }
        lastPostNs.put(channel, now);
        return false;
    }

    private ObjectNode update(Context ctx) {
        ObjectNode message = arguments(ctx);
        ObjectNode refusal = messageFault(ctx, message);
        if (refusal != null) {
            return refusal;
        }
        FakeChannel channel = channels.get(message.path("channel").asText());
        String ts = message.path("ts").asText();
        return channel.update(ts, message, BOT)
                ? ok().put("channel", channel.id).put("ts", ts)
                : refusal("message_not_found");
    }

    private @Nullable ObjectNode messageFault(Context ctx, ObjectNode message) {
        String token = tokenFault(ctx, BOT_TOKEN);
        FakeChannel channel = channels.get(message.path("channel").asText());
        if (token != null) {
            return refusal(token);
        } else if (channel == null) {
            return refusal("channel_not_found");
        } else if (!channel.hasMember()) {
            return refusal("not_in_channel");
        } else if (!scopes.contains("chat:write")) {
            return refusal("missing_scope");
        }
        boolean wrong = message.has("blocks")
                && BlockRules.fault(message.path("blocks")).isPresent();
        return wrong ? refusal("invalid_blocks") : null;
    }

    private ObjectNode delete(Context ctx) {
        String fault = tokenFault(ctx, BOT_TOKEN);
        ObjectNode arguments = arguments(ctx);
        FakeChannel channel = channels.get(arguments.path("channel").asText());
        String ts = arguments.path("ts").asText();
        if (fault != null || channel == null) {
            return refusal(fault == null ? "channel_not_found" : fault);
        }
        return channel.delete(ts) ? ok().put("channel", channel.id).put("ts", ts) : refusal("message_not_found");
    }

    private ObjectNode history(Context ctx) {
        String fault = tokenFault(ctx, BOT_TOKEN);
        // Slack's methods that read take no JSON
        FakeChannel channel = channels.get(String.valueOf(ctx.formParam("channel")));
        if (fault != null || channel == null || !channel.hasMember()) {
            return refusal(fault != null ? fault : channel == null ? "channel_not_found" : "not_in_channel");
        } else if (!scopes.contains("channels:history")) {
            return refusal("missing_scope").put("needed", "channels:history").put("provided", scopes);
        }
        String oldest = ctx.formParam("oldest") == null ? "0" : ctx.formParam("oldest");
        int limit = Integer.parseInt(ctx.formParam("limit") == null ? "100" : ctx.formParam("limit"));
        int from = ctx.formParam("cursor") == null ? 0 : Integer.parseInt(ctx.formParam("cursor"));
        if (limit < 1 || limit > MAX_LIMIT) {
            return refusal("invalid_limit");
        }
        List<ObjectNode> all = channel.history(oldest);
        int to = Math.min(all.size(), from + limit);
        ObjectNode answer = ok().put("has_more", to < all.size());
        answer.putArray("messages").addAll(all.subList(Math.min(from, to), to));
        answer.putObject("response_metadata").put("next_cursor", to < all.size() ? Integer.toString(to) : "");
        return answer;
    }

    private ObjectNode openView(Context ctx) {
        String fault = tokenFault(ctx, BOT_TOKEN);
        ObjectNode arguments = arguments(ctx);
        if (fault != null) {
            return refusal(fault);
        } else if (triggers.remove(arguments.path("trigger_id").asText()) == null) {
            return refusal("expired_trigger_id");
        } else if (BlockRules.windowFault(arguments.path("view")).isPresent()) {
            return refusal("invalid_arguments");
        }
        windows.add(arguments.get("view"));
        ObjectNode answer = ok();
        answer.set("view", arguments.get("view"));
        return answer;
    }

    private ObjectNode openConnection(Context ctx) {
        String fault = tokenFault(ctx, APP_TOKEN);
        String elsewhere = socketUrl;
        if (elsewhere != null) {
            return ok().put("url", elsewhere);
        }
        return fault != null
                ? refusal(fault)
                : ok().put("url", "ws://127.0.0.1:" + server.port() + "/link?ticket=" + socket.ticket());
    }

    private ObjectNode webhook(Context ctx) {
        ObjectNode message = arguments(ctx);
        if (BlockRules.fault(message.path("blocks")).isPresent()) {
            return JSON.createObjectNode().put("status", 400);
        }
        hooked.post(message, BOT, second());
        return JSON.createObjectNode().put("plain", "ok");
    }

    private ObjectNode responseUrl(Context ctx) {
        int used = uses.computeIfAbsent(ctx.pathParam("id"), id -> new AtomicInteger())
                .incrementAndGet();
        if (used > USES_OF_A_RESPONSE_URL) {
            return JSON.createObjectNode().put("status", 404);
        }
        ObjectNode answer = arguments(ctx);
        boolean wrong =
                answer.has("blocks") && BlockRules.fault(answer.get("blocks")).isPresent();
        if (wrong) {
            return JSON.createObjectNode().put("status", 400);
        }
        answers.add(answer);
        return JSON.createObjectNode().put("plain", "ok");
    }

    @Override
    public void close() {
        server.stop();
    }
}
