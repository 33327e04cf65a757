// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one approval rule asks for, with the file's defaults filled in.
 *
 * @param grantable empty where it depends on the action's effect
 */
record Asking(Requirement requirement, Duration expiresIn, Assurance assurance, Optional<Boolean> grantable) {

    /** The terms for an action of this effect. */
    ApprovalTerms terms(Effect effect) {
        return new ApprovalTerms(
                List.of(requirement), expiresIn, assurance, grantable.orElseGet(() -> isGrantable(effect)));
    }

    private static boolean isGrantable(Effect effect) {
        return switch (effect) {
            case READ, WRITE, SEND -> true;
            case DELETE, MONEY, ADMIN, CREDENTIAL -> false;
        };
    }
}
