// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.broker.oracle.MeterTrials;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Limits and budgets from the policy's text to the decision, over changes of policy and restarts, against exact logs. */
class LimitsOracleTest {
    private static final long SEED = Long.getLong("seks.seed", 20_261_123L);
    private static final int STEPS = Math.max(2_000, Integer.getInteger("seks.cases", 10_000));

    @Test
    void holdsAllLevelsTogetherOverPoliciesAndRestarts() {
        // given
        DeciderMeter meter = new DeciderMeter(new Random(SEED));

        // when
        Map<String, Integer> held = new MeterTrials(SEED, STEPS, meter).run();

        // then
        System.out.println("seed " + SEED + ", largest book " + meter.largest() + " bytes, first held by " + held);
        assertThat(held).hasSizeGreaterThan(6);
        assertThat(held.get("")).isBetween(STEPS / 20, STEPS - STEPS / 20);
    }
}
