// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.client;

import static java.util.stream.Collectors.groupingBy;

import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.JournalEntry;
import dev.seks.schemas.topic.LogReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/**
 * Finds the first answers of repeated requests further back in the log. It reads from shortly before the request was
 * made, since a request that was decided earlier would not have been fresh; all that are waiting share one pass.
 */
final class ReadBack implements AutoCloseable {
    /** How far a broker's clock may be behind the agent's, with room to spare. */
    static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final AnswerLog log;
    private final BlockingQueue<Submission> waiting = new LinkedBlockingQueue<>(Submissions.MAX_OPEN);
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "seks-client-read-back");
        made.setDaemon(true);
        return made;
    });

    ReadBack(AnswerLog log) {
        this.log = log;
    }

    /** Looks for the answer of a submission; it is fed with what is found, or fails. Returns at once. */
    void seek(Submission submission) {
        if (waiting.offer(submission)) {
            thread.execute(this::pass);
        } else {
            submission.fail(new ClientException(
                    waiting.size() + " repeated requests to look up, expected fewer than " + Submissions.MAX_OPEN));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void pass() {
        List<Submission> sought = new ArrayList<>();
        waiting.drainTo(sought);
        if (sought.isEmpty()) {
            return;
        }
        try {
            Found found = read(sought);
            sought.forEach(found::feed);
        } catch (RuntimeException e) {
            ClientException fault =
                    new ClientException("the first answer of a repeated request was not read: " + e.getMessage(), e);
            sought.forEach(submission -> submission.fail(fault));
        }
    }

    private Found read(List<Submission> sought) {
        Instant oldest = sought.stream()
                .map(Submission::createdAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Found found = new Found(sought.stream().map(Submission::requestDigest).collect(Collectors.toSet()));
        try (LogReader reader = log.reader().from(oldest.minus(CLOCK_SKEW))) {
            reader.drain(DEADLINE, record -> log.deliver(record, found));
        }
        return found;
    }

    /** What stood in the log about the requests that are sought. */
    private static final class Found implements AnswerLog.Sink {
        private final Set<String> digests;
        private final List<Decision> decisions = new ArrayList<>();
        private final List<ExecutionResult> results = new ArrayList<>();

        Found(Set<String> digests) {
            this.digests = digests;
        }

        @Override
        public void decision(Decision decision) {
            if (digests.contains(decision.getRequestDigest())) {
                decisions.add(decision);
            }
        }

        @Override
        public void result(ExecutionResult result) {
            if (digests.contains(result.getRequestDigest())) {
                results.add(result);
            }
        }

        @Override
        public void journal(JournalEntry entry) {
            // the decisions say it all
        }

        void feed(Submission submission) {
            String digest = submission.requestDigest();
            byDigest().getOrDefault(digest, List.of()).forEach(submission::onDecision);
            results.stream()
                    .filter(result -> result.getRequestDigest().equals(digest))
                    .forEach(submission::onResult);
            if (!submission.decided().isDone()) {
                submission.fail(new ClientException(
                        "the first answer of the repeated request " + digest + " does not stand in the log after "
                                + submission.createdAt().minus(CLOCK_SKEW)));
            }
        }

        private Map<String, List<Decision>> byDigest() {
            return decisions.stream()
                    .sorted(Comparator.comparingLong(Decision::getSeq))
                    .collect(groupingBy(Decision::getRequestDigest));
        }
    }
}
