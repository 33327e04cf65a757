// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import java.util.Locale;

/** A request that is not answered as asked: its status, a stable word for programs, a sentence for people (RFC 9457). */
final class HttpProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String TYPE = "urn:seks:problem:";

    private final int status;
    private final String reason;

    /** {@code reason}: upper case with underscores; {@code detail}: lower case, no full stop, never a secret. */
    HttpProblem(int status, String reason, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.reason = reason;
    }

    static HttpProblem notSignedIn() {
        return new HttpProblem(
                401, "NOT_SIGNED_IN", "neither a valid bearer token nor a session, expected one of them");
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

    String detail() {
        return String.valueOf(getMessage());
    }

    /** A URI that names the kind of problem, the same for the same reason. */
    String type() {
        return TYPE + reason.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
