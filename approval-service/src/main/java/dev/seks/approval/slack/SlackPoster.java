// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import dev.seks.approval.inbox.Catalogues;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.inbox.InboxEntry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts a card for each request that waits. What is still to be posted follows from the inbox alone, so a Slack outage
 * loses nothing that has not expired; a card that Slack took is not posted again while the process lives. It owns one
 * thread.
 */
public final class SlackPoster implements AutoCloseable {
    /** How many requests are remembered as posted. */
    static final int MAX_POSTED = 2 * Inbox.MAX_OPEN;

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(SlackPoster.class);

    private final URI webhook;
    private final SlackCard card;
    private final Inbox inbox;
    private final Catalogues catalogues;
    private final BooleanSupplier ready;
    private final Clock clock;
    private final SlackHttp http = new SlackHttp();
    private final Semaphore news = new Semaphore(0);
    private final Set<String> posted = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_POSTED;
        }
    });
    private final Thread thread = new Thread(this::run, "approval-slack");
    private Duration pause = FIRST_PAUSE;

    /** {@code ready}: whether the inbox is complete, before which nothing is posted. */
    SlackPoster(URI webhook, SlackCard card, Inbox inbox, Catalogues catalogues, BooleanSupplier ready, Clock clock) {
        this.webhook = webhook;
        this.card = card;
        this.inbox = inbox;
        this.catalogues = catalogues;
        this.ready = ready;
        this.clock = clock;
        thread.setDaemon(true);
    }

    void start() {
        inbox.onChange(digest -> news.release());
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                news.drainPermits();
                if (ready.getAsBoolean()) {
                    postAll();
                }
            }
        } catch (InterruptedException stop) {
            LOG.debug("posting to Slack ends");
        }
    }

    private void postAll() throws InterruptedException {
        for (InboxEntry entry : inbox.open(clock.instant())) {
            if (!posted.contains(entry.digest()) && !post(entry)) {
                return; // whatever is left is looked at again after the pause
            }
        }
    }

    /** Whether to go on with the next one. */
    private boolean post(InboxEntry entry) throws InterruptedException {
        SlackHttp.Sent sent = http.post(webhook, card.of(entry, catalogues.portray(entry)));
        if (sent instanceof SlackHttp.TryAgain again) {
            Duration wait = again.after().compareTo(pause) > 0 ? again.after() : pause;
            LOG.warn("Slack took no card, trying again in {} ms", wait.toMillis());
            Thread.sleep(wait.toMillis());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            return false;
        }
        if (sent instanceof SlackHttp.Refused refused) {
            LOG.error("Slack refuses the card of request {} with status {}", entry.digest(), refused.status());
        }
        posted.add(entry.digest());
        pause = FIRST_PAUSE;
        return true;
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(STOP_DEADLINE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
