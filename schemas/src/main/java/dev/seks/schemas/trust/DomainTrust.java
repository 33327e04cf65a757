// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.trust;

/**
 * Whom a service believes in one domain.
 *
 * @param publishers who may publish its policy bundles
 * @param operators who may order
 * @param approvalService what people said
 * @param gateways who authenticates agents for it
 */
public record DomainTrust(KeyRing publishers, KeyRing operators, KeyRing approvalService, KeyRing gateways) {
    /** Nobody. */
    public static final DomainTrust NOBODY =
            new DomainTrust(KeyRing.EMPTY, KeyRing.EMPTY, KeyRing.EMPTY, KeyRing.EMPTY);
}
