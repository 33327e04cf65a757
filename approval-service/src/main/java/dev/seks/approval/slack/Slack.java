// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.approval.attempt.AttemptJournal;
import dev.seks.approval.delivery.Cluster;
import dev.seks.approval.delivery.Courier;
import dev.seks.approval.delivery.HttpSender;
import dev.seks.approval.delivery.KafkaShift;
import dev.seks.approval.delivery.Pace;
import dev.seks.approval.delivery.Shift;
import dev.seks.approval.delivery.Stoppable;
import dev.seks.approval.inbox.Casts;
import dev.seks.approval.inbox.Catalogues;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.slack.SlackButton.Abilities;
import dev.seks.approval.slack.SlackCounts.Event;
import dev.seks.approval.verdict.VerdictDesk;
import dev.seks.schemas.record.AttemptReason;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Both directions of Slack, each only as far as it is configured. */
public final class Slack implements AutoCloseable {
    /** How many cards may be changed at once, and how long each further one waits: Slack's fifty a minute. */
    private static final int UPDATE_BURST = 20;

    private static final Duration UPDATE_INTERVAL = Duration.ofMillis(1_200);

    /** Who keeps which cards. */
    private static final KafkaShift.Duty DUTY = new KafkaShift.Duty("approval-cards", HttpSender.EXCHANGE);

    private final SlackConfig config;
    private final SlackSecrets secrets;
    private final Content content;
    private final Clock clock;
    private final HttpSender http = new HttpSender(SlackApi.MAX_ANSWER);
    private final SlackCounts counts = new SlackCounts();
    private final @Nullable SlackApi bot;
    private final ResponseCards answers;
    private final SlackRefusals refusals;
    private final SlackActions actions;
    private final @Nullable SlackCalls calls;
    private final @Nullable SlackSocket socket;
    private final List<Stoppable> running = new ArrayList<>();
    private volatile BooleanSupplier ready = () -> false;

    /** What cards show, where verdicts go, and who hears of what is refused. */
    public record Content(Inbox inbox, Catalogues catalogues, Casts casts, VerdictDesk desk, AttemptJournal attempts) {}

    public Slack(SlackConfig config, SlackSecrets secrets, Content content, Clock clock) {
        this.config = config;
        this.secrets = secrets;
        this.content = content;
        this.clock = clock;
        this.bot = secrets.botToken() == null ? null : new SlackApi(http, config.api(), secrets.botToken());
        this.answers = new ResponseCards(http, authorities(), bot == null, content.inbox(), clock);
        this.refusals = new SlackRefusals(content);
        this.actions = new SlackActions(content, answers, bot, counts);
        this.calls = secrets.signing().isEmpty()
                ? null
                : new SlackCalls(
                        new SlackSignature(secrets.signing()), actions, new SlackCalls.Ears(counts, refusals), clock);
        this.socket = secrets.appToken() == null
                ? null
                : new SlackSocket(new SlackApi(http, config.api(), secrets.appToken()), http, config.api(), this::take);
    }

    /** What comes by Socket Mode; over HTTP the web server asks the same question. */
    private SlackReply take(JsonNode payload) {
        if (!ready.getAsBoolean()) {
            counts.count(Event.CALL_TURNED_AWAY);
            refusals.turnedAway(AttemptReason.NOT_READY, payload);
            return new SlackReply.Busy();
        }
        return actions.take(payload);
    }

    private Set<String> authorities() {
        Set<String> authorities = new HashSet<>(Set.of(config.api().getRawAuthority()));
        if (secrets.webhook() != null) {
            authorities.add(secrets.webhook().getRawAuthority());
        }
        return authorities;
    }

    /** Where button presses arrive over HTTP; empty when none are taken there. */
    public Optional<SlackCalls> calls() {
        return Optional.ofNullable(calls);
    }

    public SlackCounts counts() {
        return counts;
    }

    /** Whether button presses come back to us, one way or the other; when by Socket Mode, whether they do now. */
    public boolean isListening() {
        return socket == null ? calls != null : socket.isConnected();
    }

    /** Begins to keep cards, together with the other instances on the cluster; {@code inboxUrl}: where people find it. */
    public void start(URI inboxUrl, Cluster cluster) {
        KafkaShift shift = new KafkaShift(cluster.client(), cluster.topics(), DUTY);
        start(inboxUrl, shift, cluster.ready());
        running.add(shift); // closed last: what is under way ends before others take over
        shift.start();
    }

    /** The same with any way of sharing the partitions. */
    void start(URI inboxUrl, Shift shift, BooleanSupplier inboxReady) {
        ready = inboxReady;
        Abilities abilities = new Abilities(calls != null || socket != null, bot != null);
        Faces faces = new Faces(new SlackCard(inboxUrl, abilities), content.catalogues(), content.casts());
        SlackDesk desk = new SlackDesk(content.inbox(), faces, shift, counts, ready, clock);
        answers.start(faces);
        if (bot != null) {
            Bot cards = new Bot(bot, config.channels(), new Pace(UPDATE_BURST, UPDATE_INTERVAL));
            List<ChannelCards> channels = config.channels().channels().stream()
                    .map(channel -> new ChannelCards(channel, cards, desk))
                    .toList();
            counts.waiting(
                    () -> channels.stream().mapToInt(ChannelCards::waiting).sum());
            running.addAll(channels);
            channels.forEach(ChannelCards::start);
        } else if (secrets.webhook() != null) {
            Courier cards = WebhookCards.courier(secrets.webhook(), http, desk);
            counts.waiting(cards::waiting);
            running.add(cards);
            cards.start();
        }
        if (socket != null) {
            socket.start();
        }
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
        }
        actions.close();
        answers.close();
        running.forEach(Stoppable::stop); // all at once, so that they end together
        running.forEach(Stoppable::close);
    }
}
