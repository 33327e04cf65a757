// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import dev.seks.schemas.catalogue.Names;

/** Which credential is meant: each domain has its own, so that two domains may use the same name. */
public record CredentialId(String domain, String name) {

    public CredentialId {
        if (!Names.isDomain(domain)) {
            throw new IllegalArgumentException("domain is not a name, expected " + grammar());
        }
        if (!isName(name)) {
            throw new IllegalArgumentException("credential is not a name, expected " + grammar());
        }
    }

    /** Whether a credential can be called so; the same names that {@code ref} in a catalogue may hold. */
    public static boolean isName(String name) {
        return Names.isService(name);
    }

    /** What a name looks like, for messages. */
    public static String grammar() {
        return "a-z, 0-9, _ and -, a letter first, at most " + Names.MAX_NAME_LENGTH;
    }

    @Override
    public String toString() {
        return name + " of domain " + domain;
    }
}
