// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.attempt;

import dev.seks.schemas.record.Attempt;
import dev.seks.schemas.record.AttemptIdentity;
import dev.seks.schemas.record.AttemptReason;
import dev.seks.schemas.record.Channel;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Writes refused attempts down. Every text is bounded. */
final class AttemptRecord {
    /** Longest issuer, subject or address of a person, in characters. */
    static final int MAX_IDENTITY = 255;

    /** Longest source, in characters. */
    static final int MAX_SOURCE = 64;

    private AttemptRecord() {}

    static Attempt of(RefusedAttempt attempt, Instant at, long suppressedBefore) {
        Attempt.Builder written = Attempt.newBuilder()
                .setAt(at.truncatedTo(ChronoUnit.MILLIS))
                .setReason(attempt.reason())
                .setChannel(attempt.channel())
                .setVerdict(attempt.verdict())
                .setPerson(attempt.who().person())
                .setIdentity(identity(attempt.who().vouched()))
                .setSource(attempt.source() == null ? null : cut(attempt.source(), MAX_SOURCE))
                .setSuppressedBefore(suppressedBefore);
        About about = attempt.about();
        if (about != null) {
            written.setDomain(about.domain())
                    .setRequestId(about.requestId())
                    .setAgent(about.agent())
                    .setRequestDigest(about.digest());
        }
        return written.build();
    }

    /** Tells of attempts alone that were not written one by one. */
    static Attempt suppressed(Instant at, long suppressed) {
        return of(RefusedAttempt.of(AttemptReason.SUPPRESSED, Channel.UNKNOWN), at, suppressed);
    }

    private static @Nullable AttemptIdentity identity(Who.@Nullable Vouched vouched) {
        return vouched == null
                ? null
                : new AttemptIdentity(
                        cut(vouched.issuer(), MAX_IDENTITY),
                        cut(vouched.subject(), MAX_IDENTITY),
                        vouched.email() == null ? null : cut(vouched.email(), MAX_IDENTITY),
                        vouched.proven());
    }

    /** No character is cut in two. */
    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
