// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import java.util.Map;
import java.util.Optional;

/** What a stored value is, and so what is sent to the service. */
public sealed interface CredentialKind {

    /** The value itself is sent. */
    record Plain() implements CredentialKind {
        private static final String WORD = "plain";

        @Override
        public String word() {
            return WORD;
        }

        @Override
        public Map<String, String> attributes() {
            return Map.of();
        }
    }

    /** The value is sent as it is. */
    static CredentialKind plain() {
        return new Plain();
    }

    /** The kind that a store has written down; empty when it is none that is known. */
    static Optional<CredentialKind> of(String word, Map<String, String> attributes) {
        return word.equals(Plain.WORD) && attributes.isEmpty() ? Optional.of(plain()) : Optional.empty();
    }

    /** One word for people, programs and stores. */
    String word();

    /** What else there is to know of it, none of it secret, in the order in which it is written down. */
    Map<String, String> attributes();
}
