// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.broker.oracle.Laws;
import dev.seks.broker.oracle.Trials;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Holds the evaluator, from the policy's text to what people must do, against the naive reading and against laws. */
class OracleTest {
    static final long SEED = Long.getLong("seks.seed", 20_261_123L);

    private static final int CASES = Integer.getInteger("seks.cases", 20_000);
    private static final int MILLION = 1_000_000;
    private static final int REQUESTS = 100;

    @Test
    void agreesWithTheNaiveReading() {
        agree(CASES, REQUESTS / 4);
    }

    @Test
    @Tag("slow")
    void agreesWithTheNaiveReadingAMillionTimes() {
        Map<String, Integer> seen = agree(MILLION, 4 * REQUESTS);

        assertThat(seen)
                .containsOnlyKeys(
                        "ALLOWED_BY_RULE",
                        "APPROVAL_REQUIRED",
                        "DENIED_BY_RULE",
                        "INVALID_PARAMS",
                        "NO_APPROVER",
                        "NO_RULE",
                        "UNKNOWN_ACTION",
                        "UNKNOWN_AGENT",
                        "UNKNOWN_SERVICE");
        assertThat(seen.values()).allMatch(count -> count > MILLION / 200);
    }

    private static Map<String, Integer> agree(int cases, int requests) {
        long start = System.nanoTime();
        Map<String, Integer> seen = new Trials(SEED, cases / requests, requests).agree(new RealReader());
        System.out.println("seed " + SEED + ", " + cases + " cases agree, " + seen + ", ms "
                + (System.nanoTime() - start) / 1_000_000);
        return seen;
    }

    @Test
    void neverWidensByADeny() {
        laws().addingADenyNeverWidens();
    }

    @Test
    void neverWidensByOneAllowLess() {
        laws().removingAnAllowNeverWidens();
    }

    @Test
    void neverWidensWhatARuleDecidedByAnApprovalRule() {
        laws().addingAnApprovalRuleNeverWidensWhatARuleDecided();
    }

    @Test
    void answersTheSameInWhateverOrder() {
        laws().orderChangesNothing();
    }

    @Test
    void isUntouchedByAnotherAgent() {
        laws().anotherAgentChangesNothing();
    }

    @Test
    void readsARoleAsIfItsRulesWereTheAgents() {
        laws().aRoleSaysWhatItsAgentSaid();
    }

    @Test
    void neverNeedsLessByAHigherQuorum() {
        laws().raisingAQuorumNeverNeedsLess();
    }

    @Test
    void neverWidensByFewerPeople() {
        laws().takingPeopleAwayNeverWidens();
    }

    @Test
    void neverWidensByANarrowerConditionOfAnAllow() {
        laws().narrowingAConditionOfAnAllowNeverWidens();
    }

    @Test
    void neverDeniesMoreByANarrowerConditionOfADeny() {
        laws().narrowingAConditionOfADenyNeverDeniesMore();
    }

    private static Laws laws() {
        System.out.println("seed " + SEED);
        int requests = REQUESTS / 4;
        return new Laws(new Trials(SEED, CASES / requests / 2, requests), new RealReader());
    }
}
