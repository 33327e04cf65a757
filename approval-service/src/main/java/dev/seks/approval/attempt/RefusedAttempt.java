// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.attempt;

import dev.seks.schemas.record.AttemptReason;
import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.VerdictChoice;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that was refused, with what is told of it and nothing else: it has no place for a token, code, cookie,
 * signature, comment or body.
 *
 * @param source address at the other end of the connection; null when there is none to tell
 * @param about what it was about; null when it named nothing that is known, and then not what it named
 * @param verdict what was to be said; null when that was not looked at
 */
public record RefusedAttempt(
        AttemptReason reason,
        Channel channel,
        Who who,
        @Nullable String source,
        @Nullable About about,
        @Nullable VerdictChoice verdict) {

    /** Longest source, in characters; the rest is cut off. */
    static final int MAX_SOURCE = 64;

    public RefusedAttempt {
        source = source == null ? null : Cut.to(MAX_SOURCE, source);
    }

    /** One of which no more is known. */
    public static RefusedAttempt of(AttemptReason reason, Channel channel) {
        return new RefusedAttempt(reason, channel, Who.NOBODY, null, null, null);
    }

    public RefusedAttempt by(Who someone) {
        return new RefusedAttempt(reason, channel, someone, source, about, verdict);
    }

    public RefusedAttempt from(@Nullable String address) {
        return new RefusedAttempt(reason, channel, who, address, about, verdict);
    }

    public RefusedAttempt about(@Nullable About known) {
        return new RefusedAttempt(reason, channel, who, source, known, verdict);
    }

    public RefusedAttempt saying(@Nullable VerdictChoice choice) {
        return new RefusedAttempt(reason, channel, who, source, about, choice);
    }
}
