// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A test that stands in the policy's own file: one request, and what must become of it.
 *
 * @param path where it stands, as in {@code tests[0]}
 * @param line line of the file, from 1
 * @param name what it shows; its path where the file gives no name
 * @param at when the request is asked
 */
public record PolicyTest(
        String path, String file, int line, String name, Question given, Instant at, Expected expected) {
    /** When a test asks that does not say when: a Monday at noon, so that office hours are open. */
    public static final Instant DEFAULT_AT = Instant.parse("2026-01-05T12:00:00Z");

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

    /**
     * A request.
     *
     * @param params a JSON object
     * @param reason what the agent says; empty for nothing
     */
    public record Question(String agent, String service, String action, String params, String reason) {}

    /**
     * What must become of it.
     *
     * @param outcome {@code approved}, {@code pending} or {@code denied}
     * @param reason the reason; empty if any will do that goes with the outcome
     * @param rule the path of a rule that must be among those that determined it
     */
    public record Expected(String outcome, Optional<String> reason, Optional<String> rule) {
        private static final List<String> PLAIN_DENIALS = List.of("DENIED_BY_RULE", "NO_RULE");

        /** Whether this is what became of it. A denial is only taken for meant if the policy's rules say so. */
        public boolean isMetBy(String actualOutcome, String actualReason, List<String> rules) {
            boolean reasonFits = reason.map(actualReason::equals)
                    .orElseGet(() -> !outcome.equals("denied") || PLAIN_DENIALS.contains(actualReason));
            return outcome.equals(actualOutcome)
                    && reasonFits
                    && rule.map(rules::contains).orElse(true);
        }

        /** The same in words. */
        public String told() {
            return outcome
                    + reason.map(why -> " " + why).orElse("")
                    + rule.map(path -> " by " + path).orElse("");
        }
    }

    static boolean isInstant(String text) {
        try {
            return Instant.parse(text).toString().length() <= 24;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
