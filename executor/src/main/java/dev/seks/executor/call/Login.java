// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import dev.seks.executor.credential.Secret;
import java.util.Optional;

/** A secret that holds a user, a colon and a password. */
public record Login(String user, String password) {

    /** The login in a secret; empty when there is none in it. */
    public static Optional<Login> of(Secret secret) {
        String value = secret.reveal();
        int colon = value.indexOf(':');
        boolean fits = colon > 0 && colon < value.length() - 1 && value.chars().noneMatch(Character::isISOControl);
        return fits ? Optional.of(new Login(value.substring(0, colon), value.substring(colon + 1))) : Optional.empty();
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
