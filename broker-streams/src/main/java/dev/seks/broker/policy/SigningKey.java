// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

/** A public key that may sign as an agent, as it is written: {@code ed25519:} and Base64. */
public record SigningKey(String text) {

    /** The 32 bytes of the key. */
    public byte[] bytes() {
        return Grammar.signingKey(text).orElseThrow();
    }
}
