// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

/**
 * What asking for a credential came to. Reasons are fit for whoever asked: they hold no secret, no path and no address
 * of a store; those stand in the executor's log.
 */
public sealed interface Issue {

    /** It may be sent to where it was asked for, now; whoever holds it neither keeps nor logs it. */
    record Issued(Secret secret) implements Issue {}

    /** There is none, or its store does not answer; the same request may succeed later. */
    record Unavailable(String reason) implements Issue {}

    /** There is one, and it must not be sent there. */
    record Refused(String reason) implements Issue {}

    static Issue of(Secret secret) {
        return new Issued(secret);
    }
}
