// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

/**
 * Where the value of one credential is kept outside of seks. Read at every use, so that a changed value counts from the
 * next call on; safe for use by many threads; answers within a bounded time.
 */
public interface SecretSource {

    /** The value as it is now. */
    Lookup<Secret> read();

    /** What kind of place it is, in one word, for people. */
    String kind();
}
