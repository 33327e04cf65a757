// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.broker.oracle.Laws;
import dev.seks.broker.oracle.PlantedFault;
import dev.seks.broker.oracle.Trials;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the checks that the evaluator passes would have noticed if it were wrong. */
@Tag("slow")
class PlantedFaultsTest {
    private static final int WORLDS = 400;
    private static final int REQUESTS = 25;
    private static int found;

    static List<PlantedFault> faults() {
        return PlantedFault.all();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isFoundByTheNaiveReading(PlantedFault fault) {
        assertThatThrownBy(() -> trials().agree(fault.plant().apply(new RealReader())))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("seed " + OracleTest.SEED + ": Asked[")
                .hasMessageContaining("expected Answer[");
        found++;
    }

    @AfterAll
    static void tellHowMany() {
        System.out.println(
                "seed " + OracleTest.SEED + ", found " + found + " of " + faults().size() + " planted faults");
    }

    @Test
    void findsNothingWhereNothingIsPlanted() {
        assertThat(trials().agree(new RealReader())).isNotEmpty();
    }

    /** The laws need no oracle, and some faults break no law; these must. */
    @ParameterizedTest
    @MethodSource("lawless")
    void isFoundByALaw(PlantedFault fault, String law) {
        Laws laws = new Laws(trials(), fault.plant().apply(new RealReader()));

        assertThatThrownBy(() -> LAWS.get(law).accept(laws))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("before Answer[");
    }

    private static final Map<String, Consumer<Laws>> LAWS = laws();

    private static Map<String, Consumer<Laws>> laws() {
        Map<String, Consumer<Laws>> laws = new LinkedHashMap<>();
        laws.put("a deny", Laws::addingADenyNeverWidens);
        laws.put("an allow", Laws::removingAnAllowNeverWidens);
        laws.put("an approval rule", Laws::addingAnApprovalRuleNeverWidensWhatARuleDecided);
        laws.put("order", Laws::orderChangesNothing);
        laws.put("another agent", Laws::anotherAgentChangesNothing);
        laws.put("a role", Laws::aRoleSaysWhatItsAgentSaid);
        laws.put("a quorum", Laws::raisingAQuorumNeverNeedsLess);
        laws.put("people", Laws::takingPeopleAwayNeverWidens);
        return laws;
    }

    static List<Arguments> lawless() {
        Map<String, String> lawOf = Map.of(
                "an approval rule outranks a deny", "an approval rule",
                "the first rule of the file decides", "order",
                "only the first rule that asks is asked", "order",
                "rules of roles are lost", "a role");
        return faults().stream()
                .filter(fault -> lawOf.containsKey(fault.name()))
                .map(fault -> Arguments.of(fault, lawOf.get(fault.name())))
                .toList();
    }

    private static Trials trials() {
        return new Trials(OracleTest.SEED, WORLDS, REQUESTS);
    }
}
