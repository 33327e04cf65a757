// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.signature;

/** A key that signs. Safe for use by many threads; prints as {@code [redacted]}. */
public interface Signer {
    /** The id by which headers name this key. */
    String keyId();

    Algorithm algorithm();

    /** The signature over {@code message}; the same message gives the same signature. */
    byte[] sign(byte[] message);
}
