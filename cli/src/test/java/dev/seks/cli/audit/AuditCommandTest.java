// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.cli.CommandRun;
import org.junit.jupiter.api.Test;

class AuditCommandTest {
    @Test
    void needsToKnowWhatToDo() {
        CommandRun run = CommandRun.of("audit");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("nothing to do, expected audit log, audit show or audit attempts");
    }

    @Test
    void refusesWhatIsNoDigest() {
        CommandRun run = CommandRun.of("audit", "show", "x/../y");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("'x/../y', expected a request's digest or its first 6 or more characters");
    }

    @Test
    void refusesValuesThatNoRequestCanHave() {
        assertThat(CommandRun.of("audit", "log", "--outcome", "done").err())
                .contains("'done', expected one of APPROVED, DENIED, FAILED, LAPSED, OUTCOME_UNKNOWN, PENDING");
        assertThat(CommandRun.of("audit", "log", "--reason", "why").err()).contains("expected one of [ALLOWED_BY_RULE");
        assertThat(CommandRun.of("audit", "log", "--since", "yesterday").err()).contains("expected a time such as");
        assertThat(CommandRun.of("audit", "log", "--limit", "0").err()).contains("--limit 0, expected 1 to 20000");
        assertThat(CommandRun.of("audit", "log", "--follow", "--until", "1m").err())
                .contains("both --follow and --until, expected one of them");
    }
}
