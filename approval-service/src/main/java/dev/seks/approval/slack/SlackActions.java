// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.approval.delivery.Stoppable;
import dev.seks.approval.inbox.Casts;
import dev.seks.approval.inbox.Catalogues;
import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.slack.SlackCounts.Event;
import dev.seks.approval.verdict.VerdictAttempt;
import dev.seks.approval.verdict.VerdictDesk;
import dev.seks.approval.verdict.VerdictOutcome;
import dev.seks.schemas.record.AttemptReason;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.GrantOffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what people do with cards, whichever way Slack reports it, and decides through the same desk as every other way.
 * Slack has its answer within {@link #ANSWER}: with the outcome when that is known by then, else without, and the person
 * is told of a refusal by way of the response URL. Safe for use by many threads.
 */
final class SlackActions implements Stoppable {
    /** How long an answer may take; Slack waits for three seconds. */
    static final Duration ANSWER = Duration.ofSeconds(2);

    private static final int THREADS = 4;
    private static final int MAX_WAITING = 200;
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(SlackActions.class);

    private final Inbox inbox;
    private final Catalogues catalogues;
    private final Casts casts;
    private final VerdictDesk desk;
    private final ResponseCards answers;
    private final @Nullable SlackApi bot;
    private final SlackCounts counts;
    private final SlackRefusals refusals;
    private final ThreadPoolExecutor verdicts = pool("approval-slack-verdicts");

    /** Apart from the verdicts, because a window can be opened for three seconds only. */
    private final ThreadPoolExecutor windows = pool("approval-slack-windows");

    /** {@code bot}: opens windows; null when there is none. */
    SlackActions(Slack.Content content, ResponseCards answers, @Nullable SlackApi bot, SlackCounts counts) {
        this.inbox = content.inbox();
        this.catalogues = content.catalogues();
        this.casts = content.casts();
        this.desk = content.desk();
        this.answers = answers;
        this.bot = bot;
        this.counts = counts;
        this.refusals = new SlackRefusals(content);
    }

    private static ThreadPoolExecutor pool(String name) {
        return new ThreadPoolExecutor(
                THREADS, THREADS, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), work -> {
                    Thread thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Takes one payload that is surely Slack's; returns within {@link #ANSWER}. */
    SlackReply take(JsonNode payload) {
        Optional<Interaction> interaction = Interaction.of(payload);
        if (interaction.isEmpty()) {
            counts.count(Event.CALL_MALFORMED);
            refusals.turnedAway(AttemptReason.MALFORMED, payload);
            return new SlackReply.Malformed();
        }
        try {
            SlackReply reply = take(interaction.get());
            counts.count(Event.CALL_TAKEN);
            return reply;
        } catch (RejectedExecutionException full) {
            counts.count(Event.CALL_TURNED_AWAY);
            refusals.turnedAway(AttemptReason.BUSY, payload);
            return new SlackReply.Busy();
        }
    }

    private SlackReply take(Interaction interaction) {
        if (interaction instanceof Interaction.AskWhy asked) {
            windows.execute(() -> openWindow(asked));
        } else if (interaction instanceof Interaction.Decide decide) {
            return decide(decide);
        }
        return new SlackReply.Taken(null);
    }

    private SlackReply decide(Interaction.Decide given) {
        CompletableFuture<VerdictOutcome> outcome = CompletableFuture.supplyAsync(() -> attempt(given), verdicts);
        boolean inWindow = given.comment() != null;
        try {
            VerdictOutcome known = outcome.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            if (inWindow && known != VerdictOutcome.ACCEPTED) {
                return new SlackReply.Taken(ReasonWindow.fault("Not possible: " + known.sentence() + "."));
            }
            tell(given, known);
        } catch (TimeoutException slow) {
            outcome.thenAccept(late -> tell(given, late));
        } catch (ExecutionException e) {
            LOG.error("a verdict about request {} failed", given.digest(), e.getCause());
            refusals.turnedAway(AttemptReason.INTERNAL_ERROR, given);
            tell(given, VerdictOutcome.UNAVAILABLE);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return new SlackReply.Taken(null);
    }

    private VerdictOutcome attempt(Interaction.Decide given) {
        SlackUser user = given.place().user();
        // a name that no policy can contain, so that strangers are refused and logged like everybody else
        String person = inbox.get(given.digest())
                .flatMap(entry -> casts.personOfSlack(entry, user.toString()))
                .orElse("slack:" + user);
        Map<String, String> evidence = given.place().evidence();
        return desk.decide(new VerdictAttempt(
                person, Channel.SLACK, false, given.digest(), given.choice(), given.comment(), evidence, offer(given)));
    }

    /** As often as the button means, or the policy lets it be. */
    private @Nullable GrantOffer offer(Interaction.Decide given) {
        GrantOffer offer = given.grant();
        GrantOffer most = inbox.get(given.digest())
                .map(entry -> entry.approval().getMaxGrant())
                .orElse(null);
        return offer == null || most == null
                ? offer
                : new GrantOffer(offer.getTtlMs(), Math.min(offer.getMaxUses(), most.getMaxUses()));
    }

    private void tell(Interaction.Decide given, VerdictOutcome outcome) {
        answers.answered(given.digest(), given.place().responseUrl(), outcome);
    }

    private void openWindow(Interaction.AskWhy asked) {
        try {
            String summary = inbox.get(asked.digest())
                    .map(entry -> catalogues.portray(entry).summary())
                    .orElse("a request that is not known here");
            SlackAnswer answer = bot == null
                    ? new SlackAnswer.Refused("no_bot_token")
                    : bot.write("views.open", ReasonWindow.opening(asked, summary));
            if (!(answer instanceof SlackAnswer.Done)) {
                LOG.warn("Slack did not open a window about request {}: {}", asked.digest(), answer);
                answers.whisper(asked.place().responseUrl(), "Slack did not open the window, try again.");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        for (ThreadPoolExecutor pool : new ThreadPoolExecutor[] {verdicts, windows}) {
            pool.shutdown();
            try {
                pool.awaitTermination(STOP_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            pool.shutdownNow();
        }
    }
}
