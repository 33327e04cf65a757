// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.cases;

import java.util.Optional;

/**
 * One rule of a policy, as every engine is told of it.
 *
 * @param path where it stands, as conformance cases name it
 * @param owner the agent, pattern of agents or role that it stands under, with its kind, as in {@code roles.reader}
 * @param service a name or a pattern
 * @param action a name or a pattern
 * @param when the text of its condition
 */
record Line(
        String path,
        String owner,
        Verb verb,
        String service,
        String action,
        Optional<String> when,
        Optional<OpenHours> during) {
    static final String WILDCARD = "*";

    /** The three lists in which a rule can stand. */
    enum Verb {
        DENY,
        REQUIRE_APPROVAL,
        ALLOW
    }

    /** Whether it names one action of one service, without a wildcard. */
    boolean isExact() {
        return !service.contains(WILDCARD) && !action.contains(WILDCARD);
    }

    /** Whether it matches the names of the question. */
    boolean matches(Question question) {
        return question.service().matches(regex(service)) && question.action().matches(regex(action));
    }

    /** A pattern as a regular expression for the whole of a name. */
    static String regex(String pattern) {
        StringBuilder regex = new StringBuilder("(?s)");
        for (char c : pattern.toCharArray()) {
            if (c == '*') {
                regex.append(".*");
            } else if (c == '.') {
                regex.append("\\.");
            } else {
                regex.append(c);
            }
        }
        return regex.toString();
    }
}
