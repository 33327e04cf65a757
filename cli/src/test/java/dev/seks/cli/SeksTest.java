// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SeksTest {
    @Test
    void listsItsCommandsWithoutLoadingThem() {
        CommandRun run = CommandRun.of("--help");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("Commands:", "  dev  ", "  demo  ", "  request  ")
                .doesNotContain("warm-up");
    }

    @Test
    void showsItsVersion() {
        assertThat(CommandRun.of("--version").out()).matches("seks \\d+\\.\\d+\\.\\d+.*\\R");
    }

    @Test
    void asksForACommandWhenNoneIsGiven() {
        CommandRun run = CommandRun.of();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("Usage: ./seks COMMAND");
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        assertThat(CommandRun.of("dme").err()).isEqualToIgnoringNewLines("seks: no command 'dme'; did you mean dev?");
        assertThat(CommandRun.of("frobnicate"))
                .returns(2, CommandRun::code)
                .returns(true, run -> run.err().contains("no command 'frobnicate', see ./seks --help"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--frob", "dev --frob", "demo --port 1", "dev --port x", "dev --port 70000"})
    void saysWhatIsWrongWithTheUsage(String line) {
        CommandRun run = CommandRun.of(line.split(" "));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("seks: ").contains("see ./seks").doesNotContain("\tat ");
    }

    @Test
    void showsAStackTraceOnlyWhenAsked() {
        CommandRun plain = CommandRun.of("dev", "--data", "/dev/null/x");
        CommandRun debug = CommandRun.of("--debug", "dev", "--data", "/dev/null/x");

        assertThat(plain.code()).isEqualTo(2);
        assertThat(plain.err())
                .contains("seks: folder /dev/null/x cannot be written")
                .doesNotContain("\tat ");
        assertThat(debug.err()).contains("\tat ");
    }
}
