// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import static dev.seks.cli.option.LoggedRecords.decision;
import static dev.seks.cli.option.LoggedRecords.digest;
import static dev.seks.cli.option.LoggedRecords.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.client.FinalState;
import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class TimelineLineTest {
    private final TimelineLine line = new TimelineLine(Ansi.OFF);

    @Test
    void tellsARequestOnOneLine() {
        FinalState state = new FinalState(
                decision(1, 7, Outcome.APPROVED).build(), result(1, 7).build());

        assertThat(line.of(state))
                .isEqualTo("2026-01-31T12:00:07.000Z  " + digest(1).substring(0, 8)
                        + "  aeonbyte      github repos.get          SUCCEEDED        200  "
                        + "ALLOWED_BY_RULE  agents.aeonbyte.services.github.allow[1]");
    }

    @Test
    void saysWhereARecordStandsThatIsNoRequest() {
        FinalState state = FinalState.of(decision(1, 7, Outcome.DENIED)
                .setRequestId(null)
                .setAgent(null)
                .setService(null)
                .setAction(null)
                .setRule(null)
                .setReason(Reason.MALFORMED)
                .build());

        assertThat(line.of(state)).contains("  -             (no request) 2@1 ").endsWith("MALFORMED");
    }

    @Test
    void staysOnOneLineWhateverAnAgentWrites() {
        FinalState state = FinalState.of(decision(1, 7, Outcome.DENIED)
                .setAction("repos.get\n2026-01-31  forged  line\u001b[2J")
                .build());

        assertThat(line.of(state)).doesNotContain("\n", "\u001b").contains("repos.get\\n2026");
    }
}
