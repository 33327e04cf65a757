// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.inbox.EntryState;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.slack.SlackCounts.Event;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts a card to an incoming webhook for each request that begins to wait. A webhook neither tells what stands in its
 * channel nor lets anything there be changed; so cards are posted in the order of the log of requests, and how far that
 * went is noted with the partition, after each card: a card whose end is unknown when the process dies, or when Slack
 * does not answer, is posted twice rather than never. It owns one thread.
 */
final class WebhookCards implements Stoppable {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(8);
    private static final int BAD_REQUEST = 400;
    private static final int TOO_MANY = 429;
    private static final Pattern NOTE = Pattern.compile("posted-below=([0-9]{1,18})");
    private static final Comparator<InboxEntry> IN_ORDER =
            Comparator.comparingInt(InboxEntry::partition).thenComparingLong(WebhookCards::offset);
    private static final Logger LOG = LoggerFactory.getLogger(WebhookCards.class);

    private final URI webhook;
    private final SlackHttp http;
    private final SlackDesk desk;
    private final Mailbox mail = new Mailbox();
    private final Pace posts = new Pace(ChannelCards.POST_BURST, ChannelCards.POST_INTERVAL);
    private final Patience patience = new Patience();
    private final Map<Integer, Long> postedBelow = new HashMap<>();
    private final Set<String> unshowable = new HashSet<>();
    private final Thread thread = new Thread(this::run, "approval-slack-webhook");
    private volatile int waiting;
    private volatile boolean stopping;

    WebhookCards(URI webhook, SlackHttp http, SlackDesk desk) {
        this.webhook = webhook;
        this.http = http;
        this.desk = desk;
        thread.setDaemon(true);
    }

    void start() {
        desk.inbox().onChange(mail::put);
        desk.shift().onChange(mail::ring);
        thread.start();
    }

    int waiting() {
        return waiting;
    }

    private void run() {
        try {
            while (!stopping) {
                mail.await(Math.max(waiting == 0 ? LOOK.toNanos() : posts.waitNs(nanos()), patience.waitNs(nanos())));
                mail.take();
                try {
                    postAll();
                } catch (RuntimeException e) {
                    LOG.error("posting to the Slack webhook is begun anew", e);
                    patience.lose(nanos());
                }
            }
        } catch (InterruptedException stop) {
            LOG.debug("posting to the Slack webhook ends");
        }
    }

    private void postAll() throws InterruptedException {
        if (patience.waitNs(nanos()) > 0 || posts.waitNs(nanos()) > 0) {
            return;
        }
        takeOver();
        List<InboxEntry> due = due();
        waiting = due.size();
        for (InboxEntry entry : due) {
            boolean waits = !stopping
                    && desk.ready()
                    && desk.inbox().get(entry.digest()).filter(this::isOpen).isPresent();
            if (!waits || patience.waitNs(nanos()) > 0 || !posts.take(nanos()) || !post(entry)) {
                return; // whatever is left is looked at again
            }
            waiting--;
        }
    }

    private boolean isOpen(InboxEntry entry) {
        return entry.state(desk.now()) == EntryState.OPEN;
    }

    private void takeOver() {
        Set<Integer> held = desk.shift().held();
        postedBelow.keySet().retainAll(held);
        held.forEach(
                p -> postedBelow.computeIfAbsent(p, ours -> read(desk.shift().note(ours))));
    }

    private static long read(Optional<String> note) {
        Matcher shape = NOTE.matcher(note.orElse(""));
        return shape.matches() ? Long.parseLong(shape.group(1)) : 0;
    }

    private List<InboxEntry> due() {
        if (!desk.ready()) {
            return List.of();
        }
        return desk.inbox().open(desk.now()).stream()
                .filter(entry -> offset(entry) >= postedBelow.getOrDefault(entry.partition(), Long.MAX_VALUE))
                .sorted(IN_ORDER)
                .toList();
    }

    /** INVARIANT: within a partition requests begin to wait in the order in which they stand in the log. */
    private static long offset(InboxEntry entry) {
        return entry.pending().getRequestCoordinates().getOffset();
    }

    /** Whether to go on with the next one. */
    private boolean post(InboxEntry entry) throws InterruptedException {
        SlackCard.Face face = unshowable.contains(entry.digest())
                ? desk.faces().bare(entry)
                : desk.faces().of(entry, desk.now());
        Optional<SlackHttp.Exchange> exchange =
                desk.shift().keeping(entry.partition(), () -> http.send(post(webhook, face.message())));
        if (exchange.isEmpty()) {
            return false; // somebody else's by now
        }
        if (!(exchange.get() instanceof SlackHttp.Answered answer)) {
            desk.counts().count(exchange.get() instanceof SlackHttp.Unsent ? Event.AWAY : Event.UNCLEAR);
            return later(patience.lose(nanos()), exchange.get().toString());
        }
        int status = answer.status();
        if (status >= 200 && status < 300) {
            desk.counts().count(Event.CARD_POSTED);
            patience.win();
            return posted(entry);
        }
        if (status == TOO_MANY) {
            desk.counts().count(Event.RATE_LIMITED);
            posts.holdOff(nanos(), SlackHttp.retryAfter(answer.headers()));
            return later(SlackHttp.retryAfter(answer.headers()), "status " + status);
        }
        if (status >= 500) {
            desk.counts().count(Event.UNCLEAR);
            return later(patience.lose(nanos()), "status " + status);
        }
        return refused(entry, status);
    }

    static HttpRequest post(URI url, ObjectNode message) {
        return HttpRequest.newBuilder(url)
                .header("Content-Type", "application/json; charset=utf-8")
                .timeout(SlackHttp.EXCHANGE)
                .POST(HttpRequest.BodyPublishers.ofString(message.toString()))
                .build();
    }

    private boolean refused(InboxEntry entry, int status) {
        desk.counts().count(Event.REFUSED);
        LOG.error("Slack refuses the card of request {} with status {}", entry.digest(), status);
        if (status == BAD_REQUEST) {
            // the barest card is tried next; when that is refused too, the request must not hold up the others
            return !unshowable.add(entry.digest()) && posted(entry);
        }
        patience.wait(nanos(), Patience.LONGEST); // it is about the webhook, which a person must cure
        return false;
    }

    private boolean posted(InboxEntry entry) {
        long below = offset(entry) + 1;
        unshowable.remove(entry.digest());
        postedBelow.put(entry.partition(), below);
        desk.shift().leaveNote(entry.partition(), "posted-below=" + below);
        return true;
    }

    private static boolean later(Duration pause, String why) {
        LOG.warn("Slack took no card, trying again in {} ms: {}", pause.toMillis(), why);
        return false;
    }

    private static long nanos() {
        return System.nanoTime();
    }

    @Override
    public void stop() {
        stopping = true;
        mail.ring();
    }

    /** A call under way ends first: what Slack has done must be known. */
    @Override
    public void close() {
        stop();
        try {
            thread.join(STOP_DEADLINE.toMillis());
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
