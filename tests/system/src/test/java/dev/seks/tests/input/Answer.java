// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.input;

import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;

/** What becomes of a record: the one thing that must happen to it. */
sealed interface Answer {
    /** Where a decision stands. */
    enum Home {
        /** In the domain that the record is of. */
        DOMAIN,
        /** In the pseudo-domain of its partition, because it names no domain that is known there. */
        NOBODY
    }

    /**
     * One decision, which ends it unless it is PENDING.
     *
     * @param says part of the explanation
     */
    record Decided(Home home, Outcome outcome, Reason reason, String says) implements Answer {}

    /** The first answer again, in the journal alone. */
    record Repeated(String row) implements Answer {}

    /**
     * A journal entry, and nothing else happens.
     *
     * @param says part of the explanation
     */
    record Journalled(Home home, String says) implements Answer {}

    /** Kafka does not take it. */
    record NotTaken() implements Answer {}

    /** Allowed as usual. */
    static Answer approved() {
        return new Decided(Home.DOMAIN, Outcome.APPROVED, Reason.ALLOWED_BY_RULE, "");
    }

    static Answer denied(Reason reason, String says) {
        return new Decided(Home.DOMAIN, Outcome.DENIED, reason, says);
    }

    /** Denied, and it is nobody's. */
    static Answer nobodys(Reason reason, String says) {
        return new Decided(Home.NOBODY, Outcome.DENIED, reason, says);
    }

    static Answer journalled(String says) {
        return new Journalled(Home.DOMAIN, says);
    }
}
