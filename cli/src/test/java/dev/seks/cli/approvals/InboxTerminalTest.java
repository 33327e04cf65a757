// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.DevFile;
import dev.seks.cli.option.RunningDev;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

class InboxTerminalTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @Test
    void approvesByKeysAndLeaves() throws IOException {
        try (FakeInbox inbox = waiting()) {
            type(inbox, "aayq");

            assertThat(verdicts(inbox))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("POST /v1/approvals/" + "a".repeat(64) + "/verdicts")
                    .contains("\"verdict\":\"APPROVE\"", "\"channel\":\"CLI\"");
        }
    }

    @Test
    void approvesTheSameForAWhileByKeys() throws IOException {
        try (FakeInbox inbox = FakeInbox.answering(
                200, Waiting.list(List.of(Waiting.grantable(Waiting.request('a', "please"), 900_000))))) {
            type(inbox, "ttyq");

            assertThat(verdicts(inbox))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("POST /v1/approvals/" + "a".repeat(64) + "/verdicts")
                    .contains("\"verdict\":\"APPROVE\"", "\"grant\":{\"ttlMs\":600000,\"maxUses\":5}");
            assertThat(shown.toString(StandardCharsets.UTF_8)).contains("approve for 10 minutes is recorded");
        }
    }

    @Test
    void approvesNothingForAWhileWhereThatMayNotBe() throws IOException {
        try (FakeInbox inbox = waiting()) {
            type(inbox, "ttyqq");

            assertThat(verdicts(inbox)).isEmpty();
        }
    }

    @Test
    void deniesWithAReason() throws IOException {
        try (FakeInbox inbox = waiting()) {
            type(inbox, "sdnot now\rq");

            assertThat(verdicts(inbox))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("\"verdict\":\"DENY\"", "\"comment\":\"not now\"");
        }
    }

    @Test
    void decidesNothingByKeysThatBreakOff() throws IOException {
        try (FakeInbox inbox = waiting()) {
            type(inbox, "aanq\u001b[B\u001b[Axyzq");

            assertThat(verdicts(inbox)).isEmpty();
        }
    }

    @Test
    void leavesWhenTheTerminalIsGone() throws IOException {
        try (FakeInbox inbox = waiting()) {
            type(inbox, "");

            assertThat(verdicts(inbox)).isEmpty();
            assertThat(shown.toString(StandardCharsets.UTF_8)).contains("1 request waits for a person");
        }
    }

    @Test
    void endsWhereItsTokenIsNotAccepted() throws IOException {
        try (FakeInbox inbox = FakeInbox.answering(401, "{\"detail\":\"no such token\"}")) {
            assertThatThrownBy(() -> type(inbox, "q"))
                    .isInstanceOf(EnvironmentFault.class)
                    .hasMessageContaining("no such token");
        }
    }

    private static FakeInbox waiting() throws IOException {
        return FakeInbox.answering(200, Waiting.list(List.of(Waiting.request('a', "please"))));
    }

    private static List<String> verdicts(FakeInbox inbox) {
        return inbox.asked().stream().filter(asked -> asked.startsWith("POST")).toList();
    }

    private void type(FakeInbox inbox, String keys) throws IOException {
        ByteArrayInputStream typed = new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8));
        DevFile.in(folder).inbox(inbox.url()).write();
        try (Terminal terminal = TerminalBuilder.builder()
                .system(false)
                .streams(typed, shown)
                .type("xterm")
                .size(Size.of(100, 30))
                .build()) {
            new InboxTerminal(ApprovalsApi.of(RunningDev.in(folder)), terminal, new ApprovalText(Ansi.OFF)).run();
        }
    }
}
