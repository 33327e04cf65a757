// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.approval.verdict.VerdictOutcome;

/** The HTTP status of each outcome. */
final class Outcomes {
    private Outcomes() {}

    static int status(VerdictOutcome outcome) {
        return switch (outcome) {
            case ACCEPTED -> 202;
            case AMBIGUOUS, COMMENT_TOO_LONG -> 400;
            case NOT_ENTITLED, NOT_SIGNED_ON, NOT_THE_GIVER -> 403;
            case UNKNOWN_REQUEST, UNKNOWN_GRANT, NOT_A_DIGEST -> 404;
            case ALREADY_DECIDED, ALREADY_ANSWERED, GRANT_ENDED -> 409;
            case EXPIRED -> 410;
            case NOT_GRANTABLE -> 422;
            case UNAVAILABLE -> 503;
        };
    }
}
