// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.executor.call.FileRoot.RefusedPathException;
import dev.seks.schemas.catalogue.Call.FileCall;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileCallerTest {
    private static final String CATALOGUE = """
            service: email
            root: drafts
            actions:
              read: { summary: r, effect: read, file: "READ {name}", params: { name: { type: string, required: true } } }
              delete: { summary: d, effect: delete, file: "DELETE {name}", params: { name: { type: string, required: true } } }
              list: { summary: l, effect: read, file: LIST }
              list-in: { summary: l, effect: read, file: "LIST {name}", params: { name: { type: string, required: true } } }
              write:
                summary: w
                effect: write
                file: WRITE {name}
                params: { name: { type: string, required: true }, text: { type: string, required: true, in: content } }
              write-in:
                summary: w
                effect: write
                file: WRITE {name}/note.txt
                params: { name: { type: string, required: true }, text: { type: string, required: true, in: content } }
            """;

    @TempDir
    Path folder;

    private FileCaller caller;
    private Path drafts;

    @BeforeEach
    void open() {
        CallBounds bounds =
                new CallBounds(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 20, 100, 1);
        caller = new FileCaller(folder, bounds);
        drafts = folder.resolve("acme/drafts");
    }

    @Test
    void writesReadsListsAndDeletes() {
        assertThat(answer("write", "a.txt", "hello")).isEqualTo("{\"path\":\"a.txt\",\"bytes\":5}");
        assertThat(answer("write", "a.txt", "hello again")).isEqualTo("{\"path\":\"a.txt\",\"bytes\":11}");
        assertThat(answer("write-in", "deep", "x")).isEqualTo("{\"path\":\"deep/note.txt\",\"bytes\":1}");
        assertThat(answer("read", "a.txt", ""))
                .isEqualTo("{\"path\":\"a.txt\",\"bytes\":11,\"content\":\"hello again\"}");
        assertThat(answer("list", "", "")).isEqualTo("{\"path\":\"\",\"entries\":[{\"name\":\"a.txt\",\"bytes\":11}]}");
        assertThat(answer("delete", "a.txt", "")).isEqualTo("{\"path\":\"a.txt\",\"bytes\":11}");
        assertThat(code("read", "a.txt")).isEqualTo("file_not_found");
        assertThat(code("delete", "a.txt")).isEqualTo("file_not_found");
        assertThat(drafts.resolve("deep/note.txt")).hasContent("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                "",
                "../../secret",
                "a/../../b",
                "/etc/passwd",
                "a\\b",
                "C:x",
                "a\nb",
                "a\u0000b",
                ".seks-x"
            })
    void refusesANameThatIsNoPlainName(String name) {
        assertThat(code("read", name)).isIn("path_refused", "file_not_found");
        assertThat(code("write", name)).isEqualTo("path_refused");
        assertThat(code("write-in", name)).isEqualTo("path_refused");
        assertThat(code("delete", name)).isIn("path_refused", "file_not_found");
    }

    @Test
    void followsNoLinkOutOfItsFolder() throws Exception {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("note.txt"), "secret");
        Files.createDirectories(drafts);
        Files.createSymbolicLink(drafts.resolve("link.txt"), outside.resolve("note.txt"));
        Files.createSymbolicLink(drafts.resolve("linked"), outside);

        assertThat(code("read", "link.txt")).isEqualTo("path_refused");
        assertThat(code("write", "link.txt")).isEqualTo("path_refused");
        assertThat(code("delete", "link.txt")).isEqualTo("path_refused");
        assertThat(code("write-in", "linked")).isEqualTo("path_refused");
        assertThat(code("list-in", "linked")).isEqualTo("path_refused");
        assertThat(answer("list", "", "")).doesNotContain("link");
        assertThat(outside.resolve("note.txt")).hasContent("secret");
    }

    @Test
    void refusesAServicesFolderThatIsALink() throws Exception {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.createDirectories(folder.resolve("acme"));
        Files.createSymbolicLink(drafts, outside);

        assertThat(code("write", "a.txt")).isEqualTo("path_refused");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void refusesWhatIsTooLargeAndLeavesNothingBehind() throws Exception {
        assertThat(answer("write", "a.txt", "old")).contains("3");

        assertThat(caller.attempt(call("write", "a.txt", "x".repeat(21)), fileCall("write")))
                .isInstanceOf(Attempt.NotDone.class);
        Files.writeString(drafts.resolve("large.txt"), "x".repeat(21));

        assertThat(code("read", "large.txt")).isEqualTo("path_refused");
        assertThat(drafts.resolve("a.txt")).hasContent("old");
        assertThat(drafts.toFile().list()).containsExactlyInAnyOrder("a.txt", "large.txt");
    }

    @Test
    void refusesToReadWhatIsNoText() throws Exception {
        Files.createDirectories(drafts);
        Files.write(drafts.resolve("a.bin"), new byte[] {(byte) 0xff, 0});

        assertThat(code("read", "a.bin")).isEqualTo("file_not_text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc", "a/../b"})
    void refusesARootThatLeavesTheExecutorsFolder(String root) {
        assertThatThrownBy(() -> FileRoot.of(folder, "acme", root)).isInstanceOf(RefusedPathException.class);
    }

    private String code(String action, String name) {
        Attempt attempt = caller.attempt(call(action, name, "x"), fileCall(action));
        return attempt instanceof Attempt.NotDone notDone ? notDone.error().code() : attempt.toString();
    }

    private String answer(String action, String name, String text) {
        Attempt attempt = caller.attempt(call(action, name, text), fileCall(action));
        assertThat(attempt).isInstanceOf(Attempt.Answered.class);
        return new String(((Attempt.Answered) attempt).body(), StandardCharsets.UTF_8);
    }

    private static ActionCall call(String action, String name, String text) {
        return CatalogueFixture.call(CATALOGUE, action, Map.of("name", name, "text", text));
    }

    private static FileCall fileCall(String action) {
        return (FileCall)
                CatalogueFixture.call(CATALOGUE, action, Map.of()).action().call();
    }
}
