// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval;

import dev.seks.approval.attempt.AttemptJournal;
import dev.seks.approval.attempt.RefusedAttempt;
import dev.seks.schemas.record.AttemptReason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A journal of refused attempts that only remembers. */
public final class Refused implements AttemptJournal {
    private final List<RefusedAttempt> attempts = new CopyOnWriteArrayList<>();

    @Override
    public void refused(RefusedAttempt attempt) {
        attempts.add(attempt);
    }

    @Override
    public Map<String, Long> counts() {
        return Map.of("written", (long) attempts.size());
    }

    public List<RefusedAttempt> all() {
        return attempts;
    }

    public List<AttemptReason> reasons() {
        return attempts.stream().map(RefusedAttempt::reason).toList();
    }

    /** The last one. */
    public RefusedAttempt last() {
        return attempts.get(attempts.size() - 1);
    }
}
