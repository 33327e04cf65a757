// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import dev.seks.schemas.record.AttemptReason;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that is not answered as asked: its status, a stable word for programs, a sentence for people (RFC 9457). */
final class HttpProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String TYPE = "urn:seks:problem:";

    /** What the journal of attempts calls a problem: mostly the same. Where there is nothing, nothing is attempted. */
    private static final Map<String, AttemptReason> ATTEMPTS = attempts();

    private final int status;
    private final String reason;
    private final @Nullable AttemptReason attempt;

    /** {@code reason}: upper case with underscores; {@code detail}: lower case, no full stop, never a secret. */
    HttpProblem(int status, String reason, String detail) {
        this(status, reason, detail, ATTEMPTS.get(reason));
    }

    private HttpProblem(int status, String reason, String detail, @Nullable AttemptReason attempt) {
        super(detail, null, false, false);
        this.status = status;
        this.reason = reason;
        this.attempt = attempt;
    }

    static HttpProblem notSignedIn() {
        return new HttpProblem(
                401, "NOT_SIGNED_IN", "neither a valid bearer token nor a session, expected one of them");
    }

    /** The same to the caller, who is not told which of them was wrong. */
    static HttpProblem wrongToken() {
        HttpProblem told = notSignedIn();
        return new HttpProblem(told.status, told.reason, told.detail(), AttemptReason.WRONG_TOKEN);
    }

    static HttpProblem foreignForm() {
        return new HttpProblem(403, "FOREIGN_FORM", "the form is not one that this session was given, reload the page");
    }

    static HttpProblem malformed(String detail) {
        return new HttpProblem(400, "MALFORMED", detail);
    }

    static HttpProblem notReady() {
        return new HttpProblem(503, "NOT_READY", "the inbox is being rebuilt from the log, try again");
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    /** Why the attempt behind it was refused, if it was one; null when it cannot have been. */
    @Nullable
    AttemptReason attempt() {
        return attempt;
    }

    String detail() {
        return String.valueOf(getMessage());
    }

    /** A URI that names the kind of problem, the same for the same reason. */
    String type() {
        return TYPE + reason.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Map<String, AttemptReason> attempts() {
        Map<String, AttemptReason> attempts = new HashMap<>();
        for (AttemptReason reason : AttemptReason.values()) {
            attempts.put(reason.name(), reason);
        }
        attempts.put("UNSUPPORTED_CONTENT_TYPE", AttemptReason.MALFORMED);
        attempts.put("TOO_LARGE", AttemptReason.MALFORMED);
        return attempts;
    }
}
