// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.crash;

import dev.seks.client.ClientConfig;
import dev.seks.client.ClientException;
import dev.seks.client.FinalState;
import dev.seks.client.SeksClient;
import dev.seks.client.Submission;
import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The agents and the person of one life of a {@link Child}: agents publish through the client library and follow what
 * becomes of it, the person decides over HTTP. When the child dies, so does what they were about.
 */
final class Actors {
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    private static final int ACCEPTED = 202;
    private static final int NOT_FOUND = 404;

    private final int round;
    private final Trigger trigger;
    private final SeksClient client;
    private final URI approvals;
    private final String token;
    private final Duration answerWithin;
    private final HttpClient http;
    private final ExecutorService person = Executors.newSingleThreadExecutor();
    private final Map<Ask, FinalState> ended;
    private final Map<Ask, Submission> submitted = new ConcurrentHashMap<>();

    /** {@code answerWithin}: how long each answer of the child is waited for. */
    Actors(Child child, int round, Trigger trigger, Map<Ask, FinalState> ended, Duration answerWithin)
            throws IOException {
        this.answerWithin = answerWithin;
        this.http = HttpClient.newBuilder().connectTimeout(answerWithin).build();
        this.round = round;
        this.trigger = trigger;
        this.ended = ended;
        this.client = SeksClient.open(child.signing(
                ClientConfig.of(child.kafka(), child.domain()).answersWithin(answerWithin), CrashTest.AGENTS));
        this.approvals = URI.create(child.inbox() + "/v1/approvals/");
        this.token = child.token();
    }

    /** Publishes a request, for the first time or again. */
    void publish(Ask ask) {
        try {
            Submission submission = client.submit(ask.request());
            submitted.put(ask, submission);
            submission.decided().thenAccept(decision -> onDecision(ask, decision));
            submission.finished().thenAccept(end -> ended.put(ask, end));
        } catch (ClientException e) {
            // the child is dead by now; its next life gets it again
        }
        trigger.pass(Moment.PUBLISHED);
    }

    /** The final state of a request that was published here. */
    FinalState await(Ask ask, Duration patience) {
        return submitted.get(ask).awaitFinished(patience);
    }

    /** The handle of a request that was published here. */
    String digest(Ask ask) {
        return submitted.get(ask).requestDigest();
    }

    private void onDecision(Ask ask, Decision decision) {
        trigger.pass(Moment.DECIDED);
        if (decision.getOutcome() == Outcome.PENDING && round >= ask.judgedFrom()) {
            person.execute(() -> judge(ask, decision.getRequestDigest()));
        }
    }

    private void judge(Ask ask, String digest) {
        HttpRequest verdict = HttpRequest.newBuilder(approvals.resolve(digest + "/verdicts"))
                .timeout(answerWithin)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"verdict\":\"" + ask.kind().verdict() + "\"}"))
                .build();
        try {
            // the inbox hears of a request at about the same time as its agent
            int status = Awaitility.await()
                    .atMost(answerWithin)
                    .pollInterval(LOOK_EVERY)
                    .until(() -> status(verdict), answer -> answer != NOT_FOUND);
            if (status == ACCEPTED) {
                trigger.pass(Moment.JUDGED);
            }
        } catch (ConditionTimeoutException | UncheckedIOException e) {
            // the child is dead by now; the request is decided about in its next life
        }
    }

    private int status(HttpRequest verdict) throws InterruptedException {
        try {
            return http.send(verdict, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends them all; a dead child can keep this for some seconds. */
    void leave() {
        person.shutdownNow();
        client.close();
    }
}
