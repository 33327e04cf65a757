// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.request;

import static dev.seks.cli.option.LoggedRecords.decision;
import static dev.seks.cli.option.LoggedRecords.digest;
import static dev.seks.cli.option.LoggedRecords.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.client.FinalState;
import dev.seks.schemas.record.ExecutionError;
import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import dev.seks.schemas.record.Outcome;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class StateTextTest {
    private final StateText text = new StateText(Ansi.OFF);

    @Test
    void tellsWhatWasDoneAndWhy() {
        FinalState state = new FinalState(
                decision(1, 7, Outcome.APPROVED).build(), result(1, 7).build());

        assertThat(text.of(state).lines())
                .containsExactly(
                        "SUCCEEDED  github repos.get  (HTTP 200)",
                        "  reason   ALLOWED_BY_RULE: the rule says so",
                        "  rule     agents.aeonbyte.services.github.allow[1] (seks-policy.yaml:8)",
                        "  request  " + digest(1).substring(0, 8) + " as aeonbyte, id r-1",
                        "{",
                        "  \"name\" : \"site\"",
                        "}");
    }

    @Test
    void tellsWhatWentWrong() {
        FinalState state = new FinalState(
                decision(1, 7, Outcome.APPROVED).build(),
                result(1, 7)
                        .setStatus(ExecutionStatus.FAILED)
                        .setStatusCode(null)
                        .setBody(null)
                        .setError(new ExecutionError("credential_unavailable", "no credential github"))
                        .build());

        assertThat(text.of(state))
                .startsWith("FAILED  github repos.get" + System.lineSeparator())
                .endsWith("  error    credential_unavailable: no credential github");
    }

    @Test
    void tellsWhyAnAnswerIsNotShown() {
        ExecutionResult.Builder withheld = result(1, 7).setBody(null).setBodyTruncated(true);
        FinalState told = new FinalState(
                decision(1, 7, Outcome.APPROVED).build(),
                withheld.setBodyTruncatedBecause("too_large").build());
        FinalState untold = new FinalState(
                decision(1, 7, Outcome.APPROVED).build(),
                withheld.setBodyTruncatedBecause(null).build());

        assertThat(text.of(told)).endsWith("  note     the answer was cut or withheld: too large");
        assertThat(text.of(untold)).endsWith("  note     the answer was cut or withheld");
    }

    @Test
    void escapesWhatATerminalWouldObey() {
        FinalState state = FinalState.of(decision(1, 7, Outcome.DENIED)
                .setAction("repos.get\u001b[2J")
                .setExplanation("no \u202e action")
                .build());

        assertThat(text.of(state))
                .contains("DENIED  github repos.get\\u{1b}[2J")
                .contains("no \\u{202e} action");
    }

    @Test
    void tellsOfARecordThatIsNoRequest() {
        FinalState state = FinalState.of(decision(1, 7, Outcome.DENIED)
                .setRequestId(null)
                .setAgent(null)
                .setService(null)
                .setAction(null)
                .build());

        assertThat(text.of(state)).startsWith("DENIED  (no request)");
    }
}
