// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.broker.policy.CompiledPolicy;
import dev.seks.schemas.catalogue.ActionCatalogue;
import java.util.List;

/**
 * A policy and its catalogue in force, compiled.
 *
 * @param bundle the published value, word for word
 * @param bundleDigest SHA-256 of {@code bundle}: what the executor finds it by
 * @param policyDigest SHA-256 of the policy file's text
 * @param operators people in the reserved group {@code operators}
 */
public record ActivePolicy(
        byte[] bundle,
        String bundleDigest,
        String policyDigest,
        int version,
        CompiledPolicy rules,
        ActionCatalogue catalogue,
        List<String> operators) {

    public ActivePolicy {
        operators = List.copyOf(operators);
    }
}
