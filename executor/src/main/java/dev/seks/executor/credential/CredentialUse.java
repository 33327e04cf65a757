// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import dev.seks.schemas.catalogue.TokenScope;
import org.jspecify.annotations.Nullable;

/**
 * What a credential is wanted for.
 *
 * @param domain of the request
 * @param ref the name by which the catalogue asks for it
 * @param scope how far it should reach, where it can be narrowed; null if the catalogue does not say
 */
public record CredentialUse(
        String domain,
        String ref,
        Destination destination,
        @Nullable TokenScope scope) {}
