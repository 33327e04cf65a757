// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/** A test that stands in the policy's own file. */
record PolicyTest(String path) {
    /** When a test asks that does not say when: a Monday at noon, so that office hours are open. */
    static final Instant DEFAULT_AT = Instant.parse("2026-01-05T12:00:00Z");

    static final List<String> REASONS = List.of(
            "ALLOWED_BY_RULE",
            "APPROVAL_REQUIRED",
            "DENIED_BY_RULE",
            "NO_RULE",
            "NO_APPROVER",
            "UNKNOWN_AGENT",
            "UNKNOWN_SERVICE",
            "UNKNOWN_ACTION",
            "INVALID_PARAMS");

    static boolean isInstant(String text) {
        try {
            return Instant.parse(text).toString().length() <= 24;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
