// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

/** Which credential a service needs, by name, and the header that carries it; the secret itself is never here. */
public record Credential(String ref, String header, String format) {
    /** Stands for the secret in {@link #format}. */
    public static final String PLACEHOLDER = "{secret}";

    /** The value of the header with the secret in its place. */
    public String headerValue(String secret) {
        return format.replace(PLACEHOLDER, secret);
    }
}
