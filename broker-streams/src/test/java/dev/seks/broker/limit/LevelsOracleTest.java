// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.broker.oracle.MeterTrials;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits and budgets of many levels, changing and restarted, against exact logs; and whether those checks notice faults. */
class LevelsOracleTest {
    private static final long SEED = Long.getLong("seks.seed", 20_261_123L);
    private static final int STEPS = Math.max(6_000, Integer.getInteger("seks.cases", 20_000));

    @Test
    void holdsAllLevelsTogether() {
        Map<String, Integer> held = new MeterTrials(SEED, STEPS, new LimiterMeter()).run();

        System.out.println("seed " + SEED + ", first held by " + held);
        assertThat(held).hasSizeGreaterThan(8);
        assertThat(held.get("")).isBetween(STEPS / 20, STEPS - STEPS / 20);
    }

    @ParameterizedTest
    @EnumSource
    void findsAPlantedFault(MeterFault fault) {
        assertThatThrownBy(() -> new MeterTrials(SEED, STEPS, fault.meter()).run())
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("seed " + SEED + ", step ");
    }
}
