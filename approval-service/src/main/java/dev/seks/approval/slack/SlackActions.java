// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.approval.verdict.VerdictAttempt;
import dev.seks.approval.verdict.VerdictDesk;
import dev.seks.approval.verdict.VerdictOutcome;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.VerdictChoice;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes button presses from Slack. It answers at once, as Slack expects within three seconds, and decides in the
 * background through the same desk as every other way; the person is told by way of the response URL.
 */
public final class SlackActions implements AutoCloseable {
    /** Largest body, in bytes; Slack sends the whole card along. */
    public static final int MAX_BODY = 256 * 1024;

    private static final int THREADS = 2;
    private static final int MAX_WAITING = 200;
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(SlackActions.class);

    private final SlackSignature signature;
    private final Map<SlackUser, String> people;
    private final @Nullable URI webhook;
    private final VerdictDesk desk;
    private final Clock clock;
    private final SlackHttp http = new SlackHttp();
    private final ThreadPoolExecutor workers = new ThreadPoolExecutor(
            THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), SlackActions::thread);

    SlackActions(SlackSignature signature, SlackConfig config, VerdictDesk desk, Clock clock) {
        this.signature = signature;
        this.people = config.people();
        this.webhook = config.webhook();
        this.desk = desk;
        this.clock = clock;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "approval-slack-actions");
        thread.setDaemon(true);
        return thread;
    }

    /** What Slack is answered. */
    public enum Reply {
        TAKEN,
        NOT_SIGNED,
        MALFORMED,
        BUSY
    }

    /** Takes a call: the values of its two signature headers, and its body as it came. */
    public Reply take(List<String> stamps, List<String> signatures, byte[] body) {
        if (!signature.isRight(stamps, signatures, body, clock.instant())) {
            LOG.warn("a call to the Slack address is not signed by Slack, or not now");
            return Reply.NOT_SIGNED;
        }
        Optional<SlackClick> click = SlackClick.parse(body);
        if (click.isEmpty()) {
            return Reply.MALFORMED;
        }
        VerdictChoice choice = click.get().choice();
        if (choice == null) {
            return Reply.TAKEN; // e.g. the link to the inbox, which Slack reports too
        }
        try {
            workers.execute(() -> decide(click.get(), choice));
            return Reply.TAKEN;
        } catch (RejectedExecutionException full) {
            return Reply.BUSY;
        }
    }

    private void decide(SlackClick click, VerdictChoice choice) {
        // a name that no policy can contain, so that strangers are refused and logged like everybody else
        String person = people.getOrDefault(click.user(), "slack:" + click.user());
        VerdictOutcome outcome =
                desk.decide(new VerdictAttempt(person, Channel.SLACK, click.digest(), choice, null, click.evidence()));
        tell(click, answer(outcome, choice, person));
    }

    private static ObjectNode answer(VerdictOutcome outcome, VerdictChoice choice, String person) {
        if (outcome != VerdictOutcome.ACCEPTED) {
            return SlackCard.whispered("Not possible: " + outcome.sentence() + ".");
        }
        String said = choice == VerdictChoice.APPROVE ? "Approved" : "Denied";
        return SlackCard.answered(said + " by " + SlackText.escape(person) + ".");
    }

    private void tell(SlackClick click, ObjectNode answer) {
        Optional<URI> url = responseUrl(click.responseUrl());
        if (url.isEmpty()) {
            return;
        }
        try {
            if (!(http.post(url.get(), answer) instanceof SlackHttp.Delivered)) {
                LOG.warn("Slack did not take the answer to a button press about request {}", click.digest());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Only Slack's own host, or that of the webhook, is ever called. */
    private Optional<URI> responseUrl(@Nullable String given) {
        try {
            URI url = URI.create(given == null ? "" : given);
            boolean slack = "https".equals(url.getScheme()) && "hooks.slack.com".equals(url.getAuthority());
            boolean ours = webhook != null
                    && webhook.getScheme().equals(url.getScheme())
                    && webhook.getAuthority().equals(url.getAuthority());
            return slack || ours ? Optional.of(url) : Optional.empty();
        } catch (IllegalArgumentException noUrl) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        workers.shutdown();
        try {
            workers.awaitTermination(STOP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.shutdownNow();
    }
}
