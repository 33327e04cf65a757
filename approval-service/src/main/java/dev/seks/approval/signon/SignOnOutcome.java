// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.signon;

import org.jspecify.annotations.Nullable;

/** What came of an attempt to sign on. */
public sealed interface SignOnOutcome {

    /**
     * The provider vouches for somebody.
     *
     * @param subject its name for them, never used for anybody else
     * @param email theirs, as the provider has verified
     */
    record Vouched(String issuer, String subject, String email) implements SignOnOutcome {}

    /**
     * It does not, or cannot be believed.
     *
     * @param issuer the provider, where it has said at least who somebody is; else null
     * @param subject its name for them; null like the issuer
     */
    record Refused(
            Why why, @Nullable String issuer, @Nullable String subject) implements SignOnOutcome {
        public Refused(Why why) {
            this(why, null, null);
        }
    }

    /** Why somebody is not signed on. */
    enum Why {
        UNREACHABLE("the provider does not answer as it should, try again"),
        BUSY("too many people sign on at once, try again"),
        REFUSED_THERE("the provider did not sign you on"),
        NOT_BEGUN_HERE("this began in another browser, or too long ago: begin again"),
        NOT_GENUINE("what came back is not a sign-on that can be believed"),
        NO_VERIFIED_EMAIL("the provider vouches for no verified address of yours"),
        NOT_LISTED("nobody in the policy signs on under your address");

        private final String sentence;

        Why(String sentence) {
            this.sentence = sentence;
        }

        /** One sentence for a person, lower case, no full stop. */
        public String sentence() {
            return sentence;
        }
    }
}
