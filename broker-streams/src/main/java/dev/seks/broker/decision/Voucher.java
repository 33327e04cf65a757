// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.record.Verdict;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who vouched that a person said what a verdict says, as the approval service has signed it with the verdict. Pure.
 *
 * @param issuer an OpenID Connect provider's URL, or a Slack team's id; null when neither did
 * @param subject that one's name for the person; null when nobody vouched
 */
record Voucher(@Nullable String issuer, @Nullable String subject) {
    /** Longest of either, in characters, so that a decision stays small; what is longer is left to the verdict. */
    static final int MAX_LENGTH = 255;

    private static final Voucher NOBODY = new Voucher(null, null);

    static Voucher of(Verdict verdict) {
        Map<String, String> evidence = verdict.getEvidence();
        Voucher provider = of(evidence.get("issuer"), evidence.get("subject"));
        return provider == NOBODY ? of(evidence.get("slack.team"), evidence.get("slack.user")) : provider;
    }

    private static Voucher of(@Nullable String issuer, @Nullable String subject) {
        return isKept(issuer) && isKept(subject) ? new Voucher(issuer, subject) : NOBODY;
    }

    private static boolean isKept(@Nullable String text) {
        return text != null && !text.isEmpty() && text.length() <= MAX_LENGTH;
    }
}
