// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import dev.seks.executor.answer.Withheld;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How one attempt at a call ended, told apart by what is known about its effect. */
public sealed interface Attempt {

    /**
     * The service answered.
     *
     * @param statusCode of HTTP; null for other kinds of call, which answer only when they succeed
     * @param body decoded; null when there was none
     * @param withheld why there was more of a body than {@code body}; null when there was not
     * @param retryAfter how long the service asks to be left alone; null if it does not
     */
    record Answered(
            @Nullable Integer statusCode,
            byte @Nullable [] body,
            @Nullable Withheld withheld,
            @Nullable Duration retryAfter)
            implements Attempt {}

    /**
     * Certainly nothing took effect.
     *
     * @param serviceFailed whether it is for the service that the next call would fail likewise
     */
    record NotDone(CallError error, boolean serviceFailed) implements Attempt {}

    /** It may have taken effect. */
    record Unsure(CallError error) implements Attempt {}

    /** An answer of a kind of call that answers only when it succeeds. */
    static Attempt answered(byte[] body) {
        return new Answered(null, body, null, null);
    }

    /** Nothing was done, for a reason that lies in this call. */
    static Attempt notDone(String code, String message) {
        return new NotDone(new CallError(code, message), false);
    }

    /** Nothing was done, since the service is not there or refuses everybody. */
    static Attempt unreachable(String code, String message) {
        return new NotDone(new CallError(code, message), true);
    }

    static Attempt unsure(String code, String message) {
        return new Unsure(new CallError(code, message));
    }
}
