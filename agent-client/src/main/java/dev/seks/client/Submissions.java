// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.client;

import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.JournalEntry;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The requests of one client that are on their way, and what the log says of them: records go in, futures complete. No
 * Kafka here. Safe for use by many threads; whatever is about no open submission is passed over.
 */
final class Submissions {
    /** How many requests a client follows at a time. */
    static final int MAX_OPEN = 10_000;

    private final String domain;
    private final ConcurrentMap<String, Submission> open = new ConcurrentHashMap<>();

    Submissions(String domain) {
        this.domain = domain;
    }

    /**
     * Follows a submission until it is finished, unless one of the same bytes is under way: then that one is returned.
     *
     * @throws ClientException when too many are under way
     */
    Submission follow(Submission submission) {
        String digest = submission.requestDigest();
        if (open.size() >= MAX_OPEN && !open.containsKey(digest)) {
            throw new ClientException(open.size() + " requests under way, expected fewer than " + MAX_OPEN
                    + ": wait for some to finish, or cancel the futures of those that no longer matter");
        }
        Submission known = open.putIfAbsent(digest, submission);
        if (known != null) {
            return known;
        }
        submission.finished().whenComplete((state, fault) -> open.remove(digest, submission));
        return submission;
    }

    void onDecision(Decision decision) {
        Submission submission = open.get(decision.getRequestDigest());
        if (submission != null) {
            submission.onDecision(decision);
        }
    }

    void onResult(ExecutionResult result) {
        Submission submission = open.get(result.getRequestDigest());
        if (submission != null) {
            submission.onResult(result);
        }
    }

    /** The undecided submissions whose answer was given earlier and stands further back in the log. */
    List<Submission> onJournal(JournalEntry entry) {
        if (!entry.getDomain().equals(domain)) {
            return List.of();
        }
        return entry.getOutcomes().stream()
                .filter(outcome -> outcome.getFirstSeq() != null)
                .map(outcome -> open.get(outcome.getRequestDigest()))
                .filter(Objects::nonNull)
                .filter(submission -> !submission.decided().isDone())
                .toList();
    }

    void failAll(ClientException fault) {
        open.values().forEach(submission -> submission.fail(fault));
    }

    int size() {
        return open.size();
    }
}
