// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import org.jspecify.annotations.Nullable;

/** How one attempt at a call ended, told apart by what is known about its effect. */
sealed interface Attempt {

    /**
     * The service answered.
     *
     * @param statusCode of HTTP; null for other kinds of call, which answer only when they succeed
     * @param body decoded; null when there was none
     * @param bodyWithheld whether there was a body that could not be taken: too large, broken, or late
     */
    record Answered(@Nullable Integer statusCode, byte @Nullable [] body, boolean bodyWithheld) implements Attempt {}

    /** Certainly nothing took effect. */
    record NotDone(CallError error) implements Attempt {}

    /** It may have taken effect. */
    record Unsure(CallError error) implements Attempt {}

    static Attempt notDone(String code, String message) {
        return new NotDone(new CallError(code, message));
    }

    static Attempt unsure(String code, String message) {
        return new Unsure(new CallError(code, message));
    }
}
