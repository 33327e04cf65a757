// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.signature.Ed25519PublicKey;

/** A key that may sign as an agent. */
public sealed interface SigningKey {
    /** What begins the version of an HMAC key. */
    String HMAC = "hmac-sha256:";

    /** A public key, written as {@code ed25519:} and Base64. */
    record Ed25519(Ed25519PublicKey key) implements SigningKey {}

    /** A version of the agent's HMAC key, written as {@code hmac-sha256:} and the number; the key itself is in no policy. */
    record Hmac(int version) implements SigningKey {}
}
