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

/** Writes refused attempts down. */
final class AttemptRecord {
    private AttemptRecord() {}

    static Attempt of(RefusedAttempt attempt, Instant at, long suppressedBefore) {
        Attempt.Builder written = Attempt.newBuilder()
                .setAt(at.truncatedTo(ChronoUnit.MILLIS))
                .setReason(attempt.reason())
                .setChannel(attempt.channel())
                .setVerdict(attempt.verdict())
                .setPerson(attempt.who().person())
                .setIdentity(identity(attempt.who().vouched()))
                .setSource(attempt.source())
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
                : new AttemptIdentity(vouched.issuer(), vouched.subject(), vouched.email(), vouched.proven());
    }
}
