// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.signature;

/** A key that a signature can be held against. Safe for use by many threads. */
public interface Verifier {
    /** The id by which headers name this key. */
    String keyId();

    /** The only algorithm that this key is used with, whatever a header says. */
    Algorithm algorithm();

    /** Whether {@code signature} is this key's over {@code message}. */
    boolean verifies(byte[] message, byte[] signature);
}
