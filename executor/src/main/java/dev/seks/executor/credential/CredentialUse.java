// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

/**
 * What a credential is wanted for.
 *
 * @param domain of the request
 * @param ref the name by which the catalogue asks for it
 */
public record CredentialUse(String domain, String ref, Destination destination) {}
