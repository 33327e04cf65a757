// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

import dev.seks.schemas.record.Decision;
import dev.seks.schemas.record.Reason;
import dev.seks.schemas.record.VerdictChoice;
import dev.seks.schemas.record.VerdictGiven;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;

/** How requests ended about which people were asked, and how long people took. */
final class Tally {
    /** Who approves faster than this has hardly read what it was about. */
    static final Duration HASTY = Duration.ofSeconds(3);

    private int approved;
    private int denied;
    private int expired;
    private int cancelled;
    private int other;
    private int approvals;
    private int hasty;
    private long[] tookMs = new long[16];

    /** Counts one that has ended. */
    void add(Decision end) {
        Reason reason = end.getReason();
        switch (reason) {
            case APPROVED_BY_PEOPLE -> approved++;
            case DENIED_BY_PERSON -> denied++;
            case APPROVAL_EXPIRED -> expired++;
            case CANCELLED -> cancelled++;
            default -> other++;
        }
        if (reason == Reason.APPROVED_BY_PEOPLE || reason == Reason.DENIED_BY_PERSON) {
            took(Duration.between(end.getRequestCoordinates().getAppendTime(), end.getDecidedAt()));
        }
        for (VerdictGiven given : end.getApproval().getVerdicts()) {
            if (given.getVerdict() == VerdictChoice.APPROVE) {
                approvals++;
                Duration since = Duration.between(end.getRequestCoordinates().getAppendTime(), given.getAt());
                hasty += since.compareTo(HASTY) < 0 ? 1 : 0;
            }
        }
    }

    private void took(Duration time) {
        int answered = approved + denied;
        if (answered > tookMs.length) {
            tookMs = Arrays.copyOf(tookMs, tookMs.length * 2);
        }
        tookMs[answered - 1] = Math.max(0, time.toMillis());
    }

    /** How many people were asked about. */
    int asked() {
        return answered() + expired + cancelled + other;
    }

    /** How many of them people approved or denied. */
    int answered() {
        return approved + denied;
    }

    int approved() {
        return approved;
    }

    int denied() {
        return denied;
    }

    int expired() {
        return expired;
    }

    int cancelled() {
        return cancelled;
    }

    /** How many were ended by a freeze or a new policy. */
    int other() {
        return other;
    }

    /** How many single approvals were given, also where more people were needed. */
    int approvals() {
        return approvals;
    }

    /** How many of them came within {@link #HASTY}. */
    int hasty() {
        return hasty;
    }

    /** The median time from the request to the answer of people, in ms; empty when there was none. */
    OptionalLong medianMs() {
        int answered = answered();
        if (answered == 0) {
            return OptionalLong.empty();
        }
        long[] sorted = Arrays.copyOf(tookMs, answered);
        Arrays.sort(sorted);
        return OptionalLong.of((sorted[(answered - 1) / 2] + sorted[answered / 2]) / 2);
    }
}
