// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.attempt;

import dev.seks.schemas.catalogue.Names;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who made an attempt, as far as that is known.
 *
 * @param person name as in the policy; null for nobody in it
 * @param vouched who it was by the word of somebody outside the policy; null when nobody says
 */
public record Who(@Nullable String person, @Nullable Vouched vouched) {
    /** Nobody who is known. */
    public static final Who NOBODY = new Who(null, null);

    public Who {
        person = person != null && Names.isPerson(person) ? person : null;
    }

    /**
     * The word of somebody outside the policy.
     *
     * @param issuer an OpenID Connect provider's URL, or a Slack team's id
     * @param subject its name for them
     * @param email theirs, as verified; null when none is known
     * @param proven whether it was shown that they made this very attempt
     */
    public record Vouched(
            String issuer, String subject, @Nullable String email, boolean proven) {
        /** Longest of the three, in characters; the rest is cut off. */
        static final int MAX_LENGTH = 255;

        public Vouched {
            issuer = Cut.to(MAX_LENGTH, issuer);
            subject = Cut.to(MAX_LENGTH, subject);
            email = email == null ? null : Cut.to(MAX_LENGTH, email);
        }
    }

    /** Somebody by the evidence that goes with a verdict. */
    public static Who of(@Nullable String person, Map<String, String> evidence) {
        Vouched provider = vouched(evidence.get("issuer"), evidence.get("subject"), evidence.get("email"));
        Vouched slack = vouched(evidence.get("slack.team"), evidence.get("slack.user"), null);
        return new Who(person, provider == null ? slack : provider);
    }

    /** Somebody who is said to have made the attempt, which nothing shows. */
    public static Who unproven(String issuer, String subject) {
        return new Who(null, new Vouched(issuer, subject, null, false));
    }

    /** The same, where nothing shows that they made the attempt: another page may have, in their browser. */
    public Who unproven() {
        return new Who(
                null, vouched == null ? null : new Vouched(vouched.issuer, vouched.subject, vouched.email, false));
    }

    private static @Nullable Vouched vouched(
            @Nullable String issuer, @Nullable String subject, @Nullable String email) {
        return issuer == null || subject == null ? null : new Vouched(issuer, subject, email, true);
    }

    /** Whether it was shown that a certain somebody made the attempt. */
    boolean isShown() {
        return person != null || vouched != null && vouched.proven();
    }

    /** Tells them apart from others who are shown. */
    String mark() {
        return Objects.requireNonNullElse(person, "") + "|"
                + (vouched == null ? "" : vouched.issuer() + "|" + vouched.subject());
    }
}
