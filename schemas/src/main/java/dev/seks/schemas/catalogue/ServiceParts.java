// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a service says besides its actions, as far as it could be read.
 *
 * @param has the keys that the file has, readable or not
 * @param headers sent with every HTTP request of the service
 */
record ServiceParts(
        Set<String> has,
        @Nullable URI baseUrl,
        boolean allowPrivate,
        @Nullable Credential credential,
        @Nullable String root,
        @Nullable Database database,
        @Nullable MailServer mail,
        Limits limits,
        Map<String, String> headers) {

    /** Whether the credential, where there is one, is put where such calls can take it. */
    boolean injectsInto(Class<? extends Credential.Injection> place) {
        return credential == null || place.isInstance(credential.injection());
    }
}
