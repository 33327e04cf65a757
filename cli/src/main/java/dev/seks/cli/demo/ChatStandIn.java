// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seks.approval.slack.SlackSetting;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.wire.RecordJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Stands in for Slack on the loopback address, since a demo has no workspace: takes the cards that are posted to an
 * incoming webhook, and reports the press of a button on one as Slack does, signed.
 */
final class ChatStandIn implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final int PRESSES = 400;
    private static final int OK = 200;
    private static final String WEBHOOK = "/services/demo";
    private static final String ALGORITHM = "HmacSHA256";
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final HttpServer server;
    private final Path folder;
    private final String secret = UUID.randomUUID().toString();
    private final Clock clock;
    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<JsonNode> cards = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();

    private ChatStandIn(HttpServer server, Path folder, Clock clock) {
        this.server = server;
        this.folder = folder;
        this.clock = clock;
    }

    /** Starts it on a free port; what the approval service must know of it goes to files in the folder. */
    static ChatStandIn start(Path folder, Clock clock) {
        try {
            InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            ChatStandIn chat = new ChatStandIn(HttpServer.create(anyPort, 0), Files.createDirectories(folder), clock);
            chat.server.createContext(WEBHOOK, exchange -> take(exchange, chat.cards));
            chat.server.createContext("/answers", exchange -> take(exchange, chat.answers));
            chat.server.start();
            return chat;
        } catch (IOException e) {
            throw new UncheckedIOException("nothing can stand in for Slack", e);
        }
    }

    /** The file that has an approval service post its cards here. */
    Path settings() {
        ObjectNode settings = JsonNodeFactory.instance
                .objectNode()
                .put(
                        SlackSetting.WEBHOOK_FILE.key(),
                        keep("webhook", url(WEBHOOK)).toString());
        settings.putArray(SlackSetting.SIGNING_SECRET_FILES.key())
                .add(keep("signing-secret", secret).toString());
        return keep("slack.yaml", settings.toString()); // JSON is YAML
    }

    /** The card about a request, once it was posted. */
    JsonNode card(String digest) {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode card = next(cards, giveUp)
                    .orElseThrow(() -> EnvironmentFault.of(
                            "no card about request " + digest + " was posted within " + PATIENCE.toSeconds() + " s"));
            if (StreamSupport.stream(buttons(card).spliterator(), false)
                    .anyMatch(button -> button.path("value").asText().equals(digest))) {
                return card;
            }
        }
    }

    /**
     * Has a user press a button of a card, as often as it takes until it counts: an approval service may hear of a new
     * policy a little later than of the first request under it.
     *
     * @return the button's label
     */
    String press(JsonNode card, String action, String user, URI inbox) {
        JsonNode button = StreamSupport.stream(buttons(card).spliterator(), false)
                .filter(one -> one.path("action_id").asText().equals(action))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the card has no button " + action));
        JsonNode answer = JsonNodeFactory.instance.missingNode();
        for (int presses = 0; presses < PRESSES; presses++) {
            report(press(button, user), inbox);
            answer = next(answers, System.nanoTime() + PATIENCE.toNanos()).orElse(answer);
            if (answer.path("replace_original").asBoolean()) {
                return button.at("/text/text").asText();
            }
            Person.pause();
            answers.clear(); // the card as it was comes too after a press that does not count
        }
        throw EnvironmentFault.of("the approval service does not take a button press: "
                + answer.path("text").asText("no answer"));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void take(HttpExchange exchange, BlockingQueue<JsonNode> pile) throws IOException {
        try (exchange) {
            JsonNode body =
                    RecordJson.read(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            if (body != null) {
                pile.add(body);
            }
            exchange.sendResponseHeaders(OK, -1);
        }
    }

    private static JsonNode buttons(JsonNode card) {
        return StreamSupport.stream(card.path("blocks").spliterator(), false)
                .filter(block -> block.path("type").asText().equals("actions"))
                .findFirst()
                .map(block -> block.path("elements"))
                .orElseGet(JsonNodeFactory.instance::arrayNode);
    }

    /** What Slack sends when somebody presses a button: a {@code block_actions} payload. */
    private ObjectNode press(JsonNode button, String user) {
        String[] teamAndUser = user.split("/", 2);
        ObjectNode payload = JsonNodeFactory.instance.objectNode().put("type", "block_actions");
        payload.putObject("team").put("id", teamAndUser[0]);
        payload.putObject("user").put("id", teamAndUser[1]).put("team_id", teamAndUser[0]);
        payload.putArray("actions").add(button);
        return payload.put("response_url", url("/answers"));
    }

    private void report(ObjectNode payload, URI inbox) {
        String body = "payload=" + URLEncoder.encode(payload.toString(), StandardCharsets.UTF_8);
        String stamp = String.valueOf(clock.instant().getEpochSecond());
        HttpRequest call = HttpRequest.newBuilder(inbox.resolve("/slack/actions"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Slack-Request-Timestamp", stamp)
                .header("X-Slack-Signature", "v0=" + mac("v0:" + stamp + ":" + body))
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            int status = client.send(call, BodyHandlers.discarding()).statusCode();
            if (status != OK) {
                throw EnvironmentFault.of("the approval service answered " + status + " to a button press");
            }
        } catch (IOException e) {
            throw EnvironmentFault.because("the approval service does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw EnvironmentFault.interrupted(e);
        }
    }

    private String mac(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM + ", which every Java must have", e);
        }
    }

    private static Optional<JsonNode> next(BlockingQueue<JsonNode> pile, long giveUp) {
        try {
            return Optional.ofNullable(pile.poll(giveUp - System.nanoTime(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            throw EnvironmentFault.interrupted(e);
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private Path keep(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.deleteIfExists(file);
            return Files.writeString(Files.createFile(file, OWNER_ONLY), text);
        } catch (IOException e) {
            throw new UncheckedIOException("file " + name + " of the stand-in for Slack cannot be written", e);
        }
    }
}
