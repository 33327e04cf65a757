// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What the approval service answered.
 *
 * @param status of HTTP
 * @param body JSON; a missing node when there was none
 */
record Answer(int status, JsonNode body) {
    static final int NOT_SIGNED_IN = 401;
    static final int NOT_FOUND = 404;

    private static final int FIRST_REFUSAL = 300;
    private static final int FIRST_FAULT_OF_THE_SERVICE = 500;

    boolean isRefusal() {
        return status >= FIRST_REFUSAL;
    }

    boolean isUnavailable() {
        return status >= FIRST_FAULT_OF_THE_SERVICE;
    }

    /** Its sentence about what is wrong. */
    String detail() {
        return body.path("detail").asText("HTTP status " + status);
    }

    /** What a refusal means to a person. */
    static String meaning(int status) {
        return switch (status) {
            case 403 -> "not allowed";
            case NOT_FOUND -> "not found";
            case 409 -> "decided already";
            case 410 -> "expired";
            default -> "refused";
        };
    }
}
