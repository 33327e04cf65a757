// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

/**
 * Where credentials are kept, each with what it is bound to. Asked at every use, so that a rotated secret counts from
 * the next call on; safe for use by many threads; answers within a bounded time.
 */
@FunctionalInterface
public interface CredentialStore extends AutoCloseable {

    /** The credential of that domain and name. */
    Lookup<StoredCredential> find(CredentialId id);

    /** Ends what it keeps running, such as sessions with other servers. */
    @Override
    default void close() {}
}
