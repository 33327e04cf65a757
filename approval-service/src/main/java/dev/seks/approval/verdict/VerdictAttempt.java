// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.verdict;

import dev.seks.schemas.record.Channel;
import dev.seks.schemas.record.GrantOffer;
import dev.seks.schemas.record.VerdictChoice;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person says about a request, or of a grant that it is to end, before anyone has checked whether they may.
 *
 * @param person name as in the policy
 * @param signedOn whether they signed on where the policy may want to be sure that it is they who say it
 * @param digest of the request, or the beginning of it; with REVOKE the whole id of the grant
 * @param comment in their own words; null or blank for none
 * @param evidence what shows that they said it, e.g. Slack ids; never a secret
 * @param grant the same for some time, when that goes with an approval; null for this once
 * @param source address from which they said it; null when there is none to tell
 */
public record VerdictAttempt(
        String person,
        Channel channel,
        boolean signedOn,
        String digest,
        VerdictChoice choice,
        @Nullable String comment,
        Map<String, String> evidence,
        @Nullable GrantOffer grant,
        @Nullable String source) {

    /** Longest comment, in characters. */
    public static final int MAX_COMMENT = 2_000;

    /** One that comes from nowhere in particular. */
    public VerdictAttempt(
            String person,
            Channel channel,
            boolean signedOn,
            String digest,
            VerdictChoice choice,
            @Nullable String comment,
            Map<String, String> evidence,
            @Nullable GrantOffer grant) {
        this(person, channel, signedOn, digest, choice, comment, evidence, grant, null);
    }

    public VerdictAttempt {
        comment = comment == null || comment.isBlank() ? null : comment.strip();
        evidence = Map.copyOf(evidence);
        if (grant != null && choice != VerdictChoice.APPROVE) {
            throw new IllegalArgumentException("a grant with " + choice + ", expected one with APPROVE only");
        }
    }

    /** The same, from this address. */
    public VerdictAttempt from(String address) {
        return new VerdictAttempt(person, channel, signedOn, digest, choice, comment, evidence, grant, address);
    }
}
