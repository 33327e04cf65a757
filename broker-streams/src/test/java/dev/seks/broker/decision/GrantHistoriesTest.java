// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.broker.oracle.NaiveGrants.Fault;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The state machine and the naive model of grants, over the same histories. */
class GrantHistoriesTest {
    private static final long SEED = 20261128L;
    private static final int HISTORIES = 200;

    @Test
    void theStateMachineAgreesWithTheNaiveModel() {
        Map<Trace, Integer> seen = new EnumMap<>(Trace.class);

        for (long seed = SEED; seed < SEED + HISTORIES; seed++) {
            new GrantHistory(seed, Fault.NONE).play(seen);
        }

        assertThat(seen.keySet()).containsExactlyInAnyOrder(Trace.values());
    }

    /** What must have happened in some history, or their agreement says little. */
    enum Trace {
        USED,
        OFFERED,
        ASKED_AND_APPROVED,
        ASKED_AND_ALLOWED,
        REFUSED_FOR_ROOM,
        TOO_MANY_WAITED,
        ENDED_BY_POLICY,
        REVOKED,
        ENDED_BY_WHO_GAVE_IT
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aPlantedFaultIsFound(Fault fault) {
        assertThatThrownBy(() -> {
                    for (long seed = SEED; seed < SEED + 3 * HISTORIES; seed++) {
                        new GrantHistory(seed, fault).play(new EnumMap<>(Trace.class));
                    }
                })
                .as(fault.name())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed ");
    }
}
