// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.cli.CommandRun;
import dev.seks.cli.option.DevFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApprovalsCommandTest {
    private static final String ENTRY = """
            {"requestDigest":"3fa9c2d13fa9c2d1","state":"OPEN","requestId":"r-1","domain":"default",
             "agent":"aeonbyte","service":"github","action":"repos.create","summary":"Create repository site",
             "effect":"write","request":{"params":{"name":"s\\u202eite"},"reason":"say \\"yes\\" \\u001b[2J"},
             "outcome":"PENDING","rule":"agents.aeonbyte.services.github.require_approval[0]",
             "explanation":"a person must approve it","expiresAt":"2026-01-31T12:15:00Z",
             "escalation":{"at":"2026-01-31T12:10:00Z","to":["le\\u202eads","ops"],"doneAt":"2026-01-31T12:05:00Z","doneTo":["desk"]},
             "approval":{"approvers":[{"group":"operators","people":["mika"]}],"quorum":1,
                         "verdicts":[{"person":"ann","verdict":"APPROVE","channel":"WEB","comment":"ok","at":"now"}]}}
            """;

    @TempDir
    private Path folder;

    @Test
    void listsWhatWaits() throws IOException {
        try (FakeInbox inbox = FakeInbox.answering(200, "{\"total\":1,\"approvals\":[" + ENTRY + "]}")) {
            CommandRun run = run(inbox, "approvals");

            assertThat(run.code()).isZero();
            assertThat(run.lines())
                    .containsExactly("3fa9c2d1  OPEN  aeonbyte      github repos.create       Create repository site"
                            + "  until 2026-01-31T12:15:00Z");
            assertThat(inbox.asked()).containsExactly("GET /v1/approvals?state=open Bearer the-token ");
        }
    }

    @Test
    void saysThatNothingWaits() throws IOException {
        try (FakeInbox inbox = FakeInbox.answering(200, "{\"total\":0,\"approvals\":[]}")) {
            CommandRun run = run(inbox, "approvals", "list", "--json");

            assertThat(run.code()).isZero();
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("nothing waits for a person");
        }
    }

    @Test
    void showsOneInFullWithTheAgentsWordsInQuotes() throws IOException {
        try (FakeInbox inbox = FakeInbox.answering(200, ENTRY)) {
            CommandRun run = run(inbox, "approvals", "show", "3fa9c2d1");

            assertThat(run.code()).isZero();
            assertThat(run.out())
                    .contains("params     {\"name\":\"s\\u{202e}ite\"}")
                    .contains("its words  \"say \\\"yes\\\" \\u{1b}[2J\"")
                    .contains("approvers  operators (mika); 1 needed, until 2026-01-31T12:15:00Z")
                    .contains("escalated  to desk at 2026-01-31T12:05:00Z")
                    .contains("escalates  to le\\u{202e}ads, ops at 2026-01-31T12:10:00Z, unless decided before")
                    .contains("verdict    ann said APPROVE by WEB at now: \"ok\"");
            assertThat(inbox.asked()).containsExactly("GET /v1/approvals/3fa9c2d1 Bearer the-token ");
        }
    }

    @Test
    void approvesWithAComment() throws IOException {
        try (FakeInbox inbox = FakeInbox.answering(202, ENTRY)) {
            CommandRun run = run(inbox, "approvals", "approve", "3fa9c2d1", "--comment", "go", "--json");

            assertThat(run.code()).isZero();
            assertThat(run.lines()).hasSize(1).first().asString().startsWith("{\"requestDigest\":\"3fa9c2d1");
            assertThat(inbox.asked())
                    .containsExactly("POST /v1/approvals/3fa9c2d1/verdicts Bearer the-token "
                            + "{\"verdict\":\"APPROVE\",\"comment\":\"go\",\"channel\":\"CLI\"}");
        }
    }

    @Test
    void denies() throws IOException {
        try (FakeInbox inbox = FakeInbox.answering(202, ENTRY)) {
            CommandRun run = run(inbox, "approvals", "deny", "3fa9c2d1");

            assertThat(run.code()).isZero();
            assertThat(run.lines())
                    .containsExactly(
                            "3fa9c2d1  DENY is recorded: aeonbyte, github repos.create, Create repository site");
            assertThat(inbox.asked().get(0)).contains("\"verdict\":\"DENY\"");
        }
    }

    @Test
    void asksAgainWhileTheServiceDoesNotKnowWhatTheAgentWasToldOf() throws IOException {
        for (String verb : List.of("show", "approve", "deny")) {
            try (FakeInbox inbox = FakeInbox.answering(202, ENTRY).behind(2)) {
                CommandRun run = run(inbox, "approvals", verb, "3fa9c2d1");

                assertThat(run.code()).as(verb).isZero();
                assertThat(inbox.asked()).hasSize(3);
            }
        }
    }

    @Test
    void saysWhyItIsRefused() throws IOException {
        assertRefused(403, "seks: not allowed: the detail", 1);
        assertRefused(404, "seks: not found: the detail", 1);
        assertRefused(409, "seks: decided already: the detail", 1);
        assertRefused(410, "seks: expired: the detail", 1);
        assertRefused(401, "does not accept the token in", 2);
        assertRefused(503, "the approval service cannot answer now: the detail", 2);
    }

    @Test
    void escapesWhatTheServiceSays() throws IOException {
        try (FakeInbox inbox = FakeInbox.answering(404, "{\"detail\":\"no \\u001b[2J\"}")) {
            assertThat(run(inbox, "approvals", "show", "3fa9c2").err()).contains("no \\u{1b}[2J");
        }
    }

    @Test
    void saysThatTheServiceDoesNotAnswer() {
        String data = DevFile.in(folder).write();

        CommandRun run = CommandRun.of("approvals", "--data", data);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("the approval service does not answer at http://127.0.0.1:1/v1/approvals");
    }

    @Test
    void saysThatTheTokenCannotBeRead() throws IOException {
        String data = DevFile.in(folder).write();
        Files.delete(folder.resolve("token"));

        CommandRun run = CommandRun.of("approvals", "--data", data);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("the token in " + folder.resolve("token") + " cannot be read");
    }

    @Test
    void needsToKnowWhichRequest() {
        assertThat(CommandRun.of("approvals", "approve").err())
                .contains("no request to approve, expected its digest or the beginning of it");
        assertThat(CommandRun.of("approvals", "approve", "../x").err()).contains("'../x', expected a request's digest");
        assertThat(CommandRun.of("approvals", "destroy", "3fa9").code()).isEqualTo(2);
    }

    private void assertRefused(int status, String message, int code) throws IOException {
        try (FakeInbox inbox = FakeInbox.answering(status, "{\"detail\":\"the detail\"}")) {
            CommandRun run = run(inbox, "approvals", "approve", "3fa9c2d1");

            assertThat(run.code()).isEqualTo(code);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains(message);
        }
    }

    private CommandRun run(FakeInbox inbox, String... args) {
        String data = DevFile.in(folder).inbox(inbox.url()).write();
        String[] all = Arrays.copyOf(args, args.length + 2);
        all[args.length] = "--data";
        all[args.length + 1] = data;
        return CommandRun.of(all);
    }
}
