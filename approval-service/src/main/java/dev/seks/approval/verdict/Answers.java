// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.verdict;

import dev.seks.approval.inbox.InboxEntry;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.record.VerdictGiven;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The verdicts that are on their way to the broker and back. While one is, the same person cannot say the same again,
 * and where one word is enough nobody can say anything; what has had no effect for a while may be said again.
 */
final class Answers {
    /** How long a verdict may take to have an effect. */
    static final Duration ON_ITS_WAY = Duration.ofSeconds(30);

    /** How many requests may have verdicts on their way. */
    static final int MAX_REQUESTS = 20_000;

    private final Map<String, Map<String, Answer>> byDigest = new HashMap<>();

    private record Answer(VerdictChoice choice, long pendingSeq, Instant at) {}

    /** Notes that {@code person} answers the request; false if that would only repeat what is on its way. */
    synchronized boolean reserve(InboxEntry entry, String person, VerdictChoice choice, Instant now) {
        if (byDigest.size() >= MAX_REQUESTS) {
            byDigest.values().removeIf(answers -> answers.values().stream().allMatch(a -> isOver(a, now)));
        }
        if (byDigest.size() >= MAX_REQUESTS || counted(entry, person, choice)) {
            return false;
        }
        Map<String, Answer> answers = byDigest.computeIfAbsent(entry.digest(), digest -> new HashMap<>());
        long seq = entry.pending().getSeq();
        answers.values().removeIf(answer -> isOver(answer, now) || answer.pendingSeq < seq);
        boolean denied = answers.values().stream().anyMatch(answer -> answer.choice == VerdictChoice.DENY);
        boolean oneIsEnough = entry.approval().getQuorum() <= 1 && !answers.isEmpty();
        Answer mine = answers.get(person);
        if (denied || oneIsEnough || mine != null && mine.choice == choice) {
            return false;
        }
        answers.put(person, new Answer(choice, seq, now));
        return true;
    }

    /** Takes back what could not be published. */
    synchronized void release(InboxEntry entry, String person) {
        Map<String, Answer> answers = byDigest.get(entry.digest());
        if (answers != null) {
            answers.remove(person);
            if (answers.isEmpty()) {
                byDigest.remove(entry.digest());
            }
        }
    }

    /** Whether somebody's verdict about the request is on its way. */
    synchronized boolean isOnItsWay(InboxEntry entry, Instant now) {
        return byDigest.getOrDefault(entry.digest(), Map.of()).values().stream()
                .anyMatch(answer -> !isOver(answer, now)
                        && answer.pendingSeq >= entry.pending().getSeq());
    }

    /** Whether the broker has counted the same; an approval that a new policy no longer counts may be given again. */
    private static boolean counted(InboxEntry entry, String person, VerdictChoice choice) {
        return entry.approval().getVerdicts().stream()
                .anyMatch((VerdictGiven given) -> given.getPerson().equals(person)
                        && given.getVerdict() == choice
                        && Authority.isSureEnough(entry, given));
    }

    private static boolean isOver(Answer answer, Instant now) {
        return answer.at.plus(ON_ITS_WAY).isBefore(now);
    }
}
