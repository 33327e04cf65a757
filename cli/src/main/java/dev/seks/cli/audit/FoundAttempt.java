// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.schemas.record.Attempt;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the topic of attempts.
 *
 * @param genuine whether an approval service that is trusted has written it; null when nobody is known to be
 */
record FoundAttempt(LogRecord record, @Nullable Boolean genuine) {

    /** What it says; empty when it is no record of an attempt. */
    Optional<Attempt> attempt() {
        return record.message().map(Attempt.class::cast);
    }

    boolean isForged() {
        return Boolean.FALSE.equals(genuine);
    }

    /** Where it stands, what it says, and whether it is genuine. */
    ObjectNode render(LogRecords records) {
        return records.render(record).put("genuine", genuine);
    }
}
