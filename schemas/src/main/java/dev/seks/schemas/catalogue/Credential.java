// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Which credential a service needs, by name, and the one place where it is put; the secret itself is never here. */
public record Credential(String ref, Injection injection) {

    /** Where the secret goes. */
    public sealed interface Injection {}

    /** Into one header of an HTTP request; {@code format} holds one of the placeholders, once. */
    public record Header(String name, String format) implements Injection {
        /** Stands for the secret in {@link #format}. */
        public static final String PLACEHOLDER = "{secret}";

        /** Stands for the base64 of the secret's UTF-8 bytes, as {@code Basic} authentication has it. */
        public static final String BASE64_PLACEHOLDER = "{secret:base64}";

        /** The value of the header with the secret in its place. */
        public String value(String secret) {
            return format.contains(BASE64_PLACEHOLDER)
                    ? format.replace(BASE64_PLACEHOLDER, base64(secret))
                    : format.replace(PLACEHOLDER, secret);
        }

        private static String base64(String secret) {
            return Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** As the login of a database or mail server: the secret holds the user, a colon and the password. */
    public record Login() implements Injection {
        /** How a catalogue file writes it. */
        public static final String FORM = "{user}:{password}";
    }
}
