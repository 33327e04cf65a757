// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.web;

import java.util.Map;

/** Who somebody showed to be. Which person of a policy that is, {@link People} says, for each request anew. */
sealed interface Identity {
    /** How they are called on pages. */
    String label();

    /** What shows who they are, for the log of verdicts; never a secret. */
    Map<String, String> evidence();

    /** Somebody with the token of the service, or with a link that its process printed. */
    record Local(String person) implements Identity {
        @Override
        public String label() {
            return person;
        }

        @Override
        public Map<String, String> evidence() {
            return Map.of("signIn", "local");
        }
    }

    /**
     * Somebody for whom an OpenID Connect provider vouches.
     *
     * @param issuer the provider
     * @param subject its name for them, never used for anybody else
     * @param email theirs, as the provider has verified
     */
    record SignedOn(String issuer, String subject, String email) implements Identity {
        @Override
        public String label() {
            return email;
        }

        @Override
        public Map<String, String> evidence() {
            return Map.of("signIn", "sso", "issuer", issuer, "subject", subject, "email", email);
        }
    }
}
