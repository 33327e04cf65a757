// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.ActionCatalogue;
import java.util.List;

/** Policies compiled with all, some or none of their rulings worked out ahead, which must change no answer. */
public final class Compiled {
    private static final List<RulingTable.Bounds> BOUNDS = List.of(
            PolicyCompiler.NORMAL,
            new RulingTable.Bounds(8, 1_000, 1_000),
            new RulingTable.Bounds(1_000, 20, 3),
            new RulingTable.Bounds(0, 0, 0));

    /** How many ways there are to compile. */
    public static final int WAYS = BOUNDS.size();

    private Compiled() {}

    public static CompiledPolicy of(String policy, ActionCatalogue catalogue, int way) {
        Policy loaded = PolicyText.loaded(policy);
        ConditionCheck.Result checked = ConditionCheck.of(loaded, catalogue);
        if (!checked.faults().isEmpty()) {
            throw new AssertionError(checked.faults());
        }
        return new PolicyCompiler(loaded, catalogue, BOUNDS.get(way)).compile(checked.conditions());
    }
}
