// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.safe;

/**
 * What opens a safe: it wraps the random data key with which the safe's content is encrypted. The wrapped key stands in
 * the head of the file. A key management service is one more implementation, which sends the data key there and back;
 * its own key never comes here. Safe for use by many threads; answers within a bounded time.
 */
public interface KeyWrapping {
    /** Longest parameters and longest wrapped key, in bytes. */
    int MAX_BYTES = 4096;

    /** Names the way of wrapping in the file, in ASCII; never reused for another way. */
    String name();

    /** What it is, for messages, as in {@code a passphrase}. */
    String described();

    /**
     * Wraps the key of a new safe.
     *
     * @throws SafeException when there is no key to wrap it with
     */
    Wrapped wrap(byte[] dataKey) throws SafeException;

    /**
     * The data key; whoever takes it overwrites it after use.
     *
     * @throws SafeException when it cannot be unwrapped: another key, altered, or nobody answers
     */
    byte[] unwrap(Wrapped wrapped) throws SafeException;

    /**
     * A wrapped key as it stands in the file, altered or not.
     *
     * @param parameters what is needed to unwrap it, in a form of the wrapping's own; public
     */
    record Wrapped(byte[] parameters, byte[] key) {}
}
