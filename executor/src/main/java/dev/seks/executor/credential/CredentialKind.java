// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

/** What a stored value is, and so what is sent to the service. */
public sealed interface CredentialKind {

    /** The value itself is sent. */
    record Plain() implements CredentialKind {}

    /** The value is sent as it is. */
    static CredentialKind plain() {
        return new Plain();
    }

    /** One word for people and programs. */
    default String word() {
        return "plain";
    }
}
