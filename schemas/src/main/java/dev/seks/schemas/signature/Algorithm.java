// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.signature;

import java.util.Optional;

/** The ways to sign a record. There is no other, and none is chosen by whoever verifies. */
public enum Algorithm {
    /** RFC 8032, whoever verifies cannot sign. */
    ED25519("ed25519", 64),
    /** RFC 2104 with SHA-256, whoever verifies can sign. */
    HMAC_SHA256("hmac-sha256", 32);

    private final String text;
    private final int signatureBytes;

    Algorithm(String text, int signatureBytes) {
        this.text = text;
        this.signatureBytes = signatureBytes;
    }

    /** As it stands in a header. */
    public String text() {
        return text;
    }

    /** Length of every signature of this kind, in bytes. */
    public int signatureBytes() {
        return signatureBytes;
    }

    static Optional<Algorithm> of(String text) {
        for (Algorithm algorithm : values()) {
            if (algorithm.text.equals(text)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
