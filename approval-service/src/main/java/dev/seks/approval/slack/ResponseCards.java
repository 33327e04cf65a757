// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.delivery.HttpSender;
import dev.seks.approval.delivery.Patience;
import dev.seks.approval.delivery.Stoppable;
import dev.seks.approval.inbox.EntryState;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.inbox.InboxEntry;
import dev.seks.approval.verdict.VerdictOutcome;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers by way of response URLs: a word to the person who pressed a button and, where cards were posted to a webhook,
 * the card itself, which nothing else can change. Such a URL is good for half an hour and five answers, and known only to
 * the process that took the press. Safe for use by many threads.
 */
final class ResponseCards implements Stoppable {
    static final Duration GOOD_FOR = Duration.ofMinutes(29);
    static final int USES = 5;

    private static final int ATTEMPTS = 3;

    /** How many cards are kept in mind. */
    static final int MAX_CARDS = 1_000;

    private static final Set<String> SLACK = Set.of("hooks.slack.com", "hooks.slack-gov.com");
    private static final Logger LOG = LoggerFactory.getLogger(ResponseCards.class);

    private final HttpSender http;
    private final Set<String> ownAuthorities;
    private final boolean keepsCards;
    private final Inbox inbox;
    private final Clock clock;
    private final Map<String, Way> ways = new LinkedHashMap<>();
    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_CARDS),
            ResponseCards::thread,
            (work, full) -> LOG.warn("too many answers wait for Slack, one is left out"));
    private volatile @Nullable Faces faces;

    /**
     * Answers presses.
     *
     * @param ownAuthorities of the URLs that the settings name, which may be called beside Slack's
     * @param keepsCards whether cards are changed this way, because there is no other
     */
    ResponseCards(HttpSender http, Set<String> ownAuthorities, boolean keepsCards, Inbox inbox, Clock clock) {
        this.http = http;
        this.ownAuthorities = Set.copyOf(ownAuthorities);
        this.keepsCards = keepsCards;
        this.inbox = inbox;
        this.clock = clock;
    }

    /** The way to a card, and what was last shown there this way, or null. */
    private record Way(
            URI url, Instant until, int used, @Nullable ObjectNode shown) {
        boolean isGood(Instant now, int uses) {
            return now.isBefore(until) && used < uses;
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "approval-slack-answers");
        thread.setDaemon(true);
        return thread;
    }

    /** From now on cards can be shown. */
    void start(Faces shown) {
        faces = shown;
        if (keepsCards) {
            inbox.onChange(entry -> {
                if (isRemembered(entry.digest())) {
                    worker.execute(() -> refresh(entry.digest(), false));
                }
            });
        }
    }

    /** A press of a button came to this outcome; what it takes is done in the background. */
    void answered(String digest, @Nullable String responseUrl, VerdictOutcome outcome) {
        worker.execute(() -> answer(digest, responseUrl, outcome));
    }

    private void answer(String digest, @Nullable String responseUrl, VerdictOutcome outcome) {
        Optional<URI> url = trusted(responseUrl);
        boolean keep = keepsCards && url.isPresent() && inbox.get(digest).isPresent();
        if (keep) {
            remember(digest, url.get());
        }
        if (outcome != VerdictOutcome.ACCEPTED) {
            say(url, "Not possible: " + outcome.sentence() + ".");
        }
        if (keep) {
            refresh(digest, outcome != VerdictOutcome.ACCEPTED);
        }
    }

    /** Says something that only the person who pressed the button sees, in the background. */
    void whisper(@Nullable String responseUrl, String sentence) {
        worker.execute(() -> say(trusted(responseUrl), sentence));
    }

    private void say(Optional<URI> url, String sentence) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("response_type", "ephemeral").put("replace_original", false).put("text", sentence);
        url.ifPresent(to -> send(to, answer));
    }

    private synchronized boolean isRemembered(String digest) {
        return ways.containsKey(digest);
    }

    private synchronized void remember(String digest, URI url) {
        ways.remove(digest);
        ways.put(digest, new Way(url, clock.instant().plus(GOOD_FOR), 1, null)); // one for a whisper
        if (ways.size() > MAX_CARDS) {
            ways.remove(ways.keySet().iterator().next());
        }
    }

    /** Shows the card as its request stands; {@code stale}: it is known to show something else. */
    private void refresh(String digest, boolean stale) {
        Faces shown = faces;
        Optional<InboxEntry> entry = inbox.get(digest);
        if (shown == null || entry.isEmpty()) {
            return;
        }
        boolean ended = entry.get().state(clock.instant()) == EntryState.DECIDED;
        boolean changed =
                ended || stale || !entry.get().approval().getVerdicts().isEmpty();
        if (changed) {
            ObjectNode message =
                    shown.of(entry.get(), clock.instant()).message().deepCopy().put("replace_original", true);
            use(digest, message, ended).ifPresent(url -> send(url, message));
        }
    }

    /** Takes one use of the way to a card, the last one only for its end, and none to show what is shown already. */
    private synchronized Optional<URI> use(String digest, ObjectNode message, boolean last) {
        Way way = ways.get(digest);
        if (way == null || !way.isGood(clock.instant(), last ? USES : USES - 1) || message.equals(way.shown())) {
            return Optional.empty();
        }
        if (last) {
            ways.remove(digest);
        } else {
            ways.put(digest, new Way(way.url(), way.until(), way.used() + 1, message));
        }
        return Optional.of(way.url());
    }

    /** Sends it, again when Slack does not answer: it says the same each time. */
    private void send(URI url, ObjectNode answer) {
        try {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                HttpSender.Exchange exchange = http.send(WebhookCards.post(url, answer));
                if (exchange instanceof HttpSender.Answered answered && answered.status() < 500) {
                    if (answered.status() != 200) {
                        LOG.warn("Slack refuses an answer to the press of a button: status {}", answered.status());
                    }
                    return;
                }
                Thread.sleep(Patience.FIRST.toMillis());
            }
            LOG.warn("Slack did not take the answer to the press of a button");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Only Slack's own hosts, or those that the settings name, are ever called. */
    private Optional<URI> trusted(@Nullable String given) {
        try {
            URI url = URI.create(given == null ? "" : given);
            boolean slack = "https".equals(url.getScheme()) && SLACK.contains(url.getRawAuthority());
            boolean own = url.getRawAuthority() != null
                    && HttpSender.isSafe(url)
                    && ownAuthorities.contains(url.getRawAuthority());
            return slack || own ? Optional.of(url) : Optional.empty();
        } catch (IllegalArgumentException noUrl) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
