// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.cli.CommandRun;
import org.junit.jupiter.api.Test;

class RequestCommandTest {
    @Test
    void needsAServiceAndAnAction() {
        CommandRun run = CommandRun.of("request", "github");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("missing required parameter: 'ACTION'").contains("see ./seks request --help");
    }

    @Test
    void refusesAnUnknownFlag() {
        CommandRun run = CommandRun.of("request", "github", "repos.list", "--forever");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("unknown option: '--forever'");
    }

    @Test
    void refusesAWaitThatIsNoDuration() {
        CommandRun run = CommandRun.of("request", "github", "repos.list", "--wait", "soon");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("'soon', expected a duration such as 500ms, 30s, 10m, 2h or 7d");
    }

    @Test
    void refusesParametersBeforeItLooksForACluster() {
        CommandRun run = CommandRun.of("request", "github", "repos.list", "name");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("parameter 'name', expected NAME=TEXT or NAME:=JSON");
    }

    @Test
    void readsAFileItselfWhenItsNameFollowsAnAtSign() {
        CommandRun run = CommandRun.of("request", "github", "repos.list", "--params", "@/nowhere/params.json");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("there is no file /nowhere/params.json");
    }

    @Test
    void explainsItself() {
        CommandRun run = CommandRun.of("request", "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("NAME:=JSON").contains("Exit codes: 0 succeeded");
    }
}
