// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.Claim;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.ExecutionError;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.record.Resolution;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class ExecutionsTest {
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    private final Executions executions = new Executions(10, execution -> true);

    @Test
    void joinsClaimAndResultAndShowsWhatRuns() {
        executions.add(claim(1));
        executions.add(claim(2));
        executions.add(result(1, ExecutionStatus.SUCCEEDED));
        executions.add(result(3, ExecutionStatus.REFUSED));

        assertThat(executions.newest(10))
                .extracting(Execution::seq, Execution::state)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(1L, State.SUCCEEDED),
                        org.assertj.core.groups.Tuple.tuple(2L, State.RUNNING),
                        org.assertj.core.groups.Tuple.tuple(3L, State.REFUSED));
    }

    @Test
    void aResolutionChangesAnUnknownOutcomeOfItsDomainAlone() {
        executions.add(result(1, ExecutionStatus.OUTCOME_UNKNOWN));
        executions.add(result(2, ExecutionStatus.OUTCOME_UNKNOWN));
        executions.add(result(3, ExecutionStatus.SUCCEEDED));

        executions.add(resolution("acme", 1, Resolution.FAILED));
        executions.add(resolution("other", 2, Resolution.FAILED));
        executions.add(resolution("acme", 3, Resolution.FAILED));

        assertThat(executions.newest(10))
                .extracting(Execution::state)
                .containsExactly(State.RESOLVED, State.UNKNOWN, State.SUCCEEDED);
        assertThat(executions.newest(10).get(0).json().get("status").textValue())
                .isEqualTo("OUTCOME_UNKNOWN");
    }

    @Test
    void theFirstResultIsTheOnlyOne() {
        executions.add(result(1, ExecutionStatus.OUTCOME_UNKNOWN));
        executions.add(result(1, ExecutionStatus.SUCCEEDED));
        executions.add(result(2, ExecutionStatus.FAILED));
        executions.add(result(2, ExecutionStatus.SUCCEEDED));

        assertThat(executions.newest(10)).extracting(Execution::state).containsExactly(State.UNKNOWN, State.FAILED);
    }

    @Test
    void aLateNoteStandsBesideTheResultWhicheverComesFirst() {
        executions.add(claim(1));
        executions.add(result(1, ExecutionStatus.OUTCOME_UNKNOWN));
        executions.add(note(1));
        executions.add(claim(2));
        executions.add(note(2));
        assertThat(executions.newest(10)).extracting(Execution::state).containsExactly(State.UNKNOWN, State.RUNNING);
        executions.add(result(2, ExecutionStatus.OUTCOME_UNKNOWN));
        executions.add(note(3));

        assertThat(executions.newest(10)).hasSize(2).allSatisfy(execution -> {
            assertThat(execution.state()).isEqualTo(State.UNKNOWN);
            assertThat(execution.json().at("/late/status").textValue()).isEqualTo("SUCCEEDED");
            assertThat(execution.json().at("/late/statusCode").intValue()).isEqualTo(201);
            assertThat(new ExecutionLine(Ansi.OFF).of(execution)).endsWith("UNKNOWN    heard later: SUCCEEDED 201");
        });
    }

    private static ExecutionResult note(long seq) {
        return aResult(seq, ExecutionStatus.SUCCEEDED)
                .setStatusCode(201)
                .setLate(true)
                .build();
    }

    @Test
    void holdsNoMoreOfTheEndedThanAskedForAndAllThatAreUnknown() {
        for (int seq = 1; seq <= 1000; seq++) {
            executions.add(claim(seq));
            executions.add(result(seq, seq % 100 == 0 ? ExecutionStatus.OUTCOME_UNKNOWN : ExecutionStatus.SUCCEEDED));
        }

        assertThat(executions.newest(Executions.MAX_HELD)).hasSize(20);
        assertThat(executions.unknown("")).hasSize(10);
        assertThat(executions.newest(3)).extracting(Execution::seq).containsExactly(998L, 999L, 1000L);
    }

    @Test
    void showsNothingThatATerminalWouldObey() {
        ExecutionResult hostile = result(1, ExecutionStatus.FAILED);
        hostile.put(
                ExecutionResult.getClassSchema().getField("error").pos(),
                new ExecutionError("code", "\u001b[2Jgone\nnext\u202e"));
        executions.add(hostile);

        String line = new ExecutionLine(Ansi.OFF).of(executions.newest(1).get(0));

        assertThat(line).doesNotContain("\u001b", "\n", "\u202e").contains("gone");
    }

    private static Claim claim(long seq) {
        return Claim.newBuilder()
                .setDomain("acme")
                .setSeq(seq)
                .setRequestId("r" + seq)
                .setAgent("bot")
                .setRequestDigest(Digest.of("r" + seq))
                .setClaimedBy("executor-1")
                .setClaimedAt(NOON.plusSeconds(seq))
                .build();
    }

    private static ExecutionResult result(long seq, ExecutionStatus status) {
        return aResult(seq, status).build();
    }

    private static ExecutionResult.Builder aResult(long seq, ExecutionStatus status) {
        return ExecutionResult.newBuilder()
                .setDomain("acme")
                .setSeq(seq)
                .setRequestId("r" + seq)
                .setAgent("bot")
                .setService("shop")
                .setAction("order")
                .setRequestDigest(Digest.of("r" + seq))
                .setStatus(status)
                .setFinishedAt(NOON.plusSeconds(seq));
    }

    private static Control resolution(String domain, long seq, Resolution resolution) {
        return Control.newBuilder()
                .setDomain(domain)
                .setKind(ControlKind.RESOLVE)
                .setRequestDigest(Digest.of("r" + seq))
                .setResolution(resolution)
                .setPerson("ann")
                .setComment("seen")
                .setGivenAt(NOON)
                .build();
    }
}
