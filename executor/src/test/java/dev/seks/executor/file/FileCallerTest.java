// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.executor.call.ActionCall;
import dev.seks.executor.call.Attempt;
import dev.seks.executor.call.CallBounds;
import dev.seks.executor.call.CallId;
import dev.seks.executor.call.CatalogueFixture;
import dev.seks.executor.call.Deadline;
import dev.seks.schemas.catalogue.Call.FileCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
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
              read-in: { summary: r, effect: read, file: "READ {name}/note.txt", params: { name: { type: string, required: true } } }
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

    private static final CallBounds BOUNDS = new CallBounds(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            20,
            100,
            1,
            1,
            1,
            Duration.ofSeconds(1));

    @TempDir
    Path folder;

    private FileCaller caller;
    private Path drafts;

    @BeforeEach
    void open() {
        caller = new FileCaller(folder);
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

    /** Which characters those are depends on the system; half of a pair is none anywhere. */
    @Test
    void refusesANameThatTheSystemCannotWrite() {
        assertThatThrownBy(() -> FileName.of("a\ud800"))
                .isInstanceOf(RefusedPathException.class)
                .hasMessageContaining("a character that file names here cannot have");
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

        assertThat(attempt("write", "a.txt", "x".repeat(21))).isInstanceOf(Attempt.NotDone.class);
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
        Attempt attempt = attempt(action, name, "x");
        return attempt instanceof Attempt.NotDone notDone ? notDone.error().code() : attempt.toString();
    }

    private String text(String action, String name) {
        return attempt(action, name, "x") instanceof Attempt.Answered answered
                ? new String(answered.body(), StandardCharsets.UTF_8)
                : "";
    }

    private String answer(String action, String name, String text) {
        Attempt attempt = attempt(action, name, text);
        assertThat(attempt).isInstanceOf(Attempt.Answered.class);
        return new String(((Attempt.Answered) attempt).body(), StandardCharsets.UTF_8);
    }

    private Attempt attempt(String action, String name, String text) {
        return caller.attempt(
                call(action, name, text), fileCall(action), null, BOUNDS, Deadline.in(BOUNDS.callTimeout()));
    }

    private static ActionCall call(String action, String name, String text) {
        return CatalogueFixture.call(CATALOGUE, action, Map.of("name", name, "text", text));
    }

    private static FileCall fileCall(String action) {
        return (FileCall)
                CatalogueFixture.call(CATALOGUE, action, Map.of()).action().call();
    }

    @Test
    void readsNoFileThatHasASecondName() throws Exception {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("note.txt"), "secret");
        Files.createDirectories(drafts);
        Files.createLink(drafts.resolve("hard.txt"), outside.resolve("note.txt"));

        assertThat(code("read", "hard.txt")).isEqualTo("path_refused");
        assertThat(code("write", "hard.txt"))
                .as("a write makes a file of its own")
                .startsWith("Answered");
        assertThat(outside.resolve("note.txt")).hasContent("secret");
    }

    @Test
    void readsNothingButRegularFiles() throws Exception {
        Files.createDirectories(drafts.resolve("folder"));

        assertThat(code("read", "folder")).isEqualTo("path_refused");
        assertThat(code("write", "folder")).isEqualTo("path_refused");
        assertThat(code("delete", "folder")).isEqualTo("path_refused");
        assertThat(answer("list", "", "")).isEqualTo("{\"path\":\"\",\"entries\":[]}");
    }

    @Test
    void listsAtMostAThousandFiles() throws Exception {
        Files.createDirectories(drafts);
        for (int i = 0; i < Folder.MAX_ENTRIES; i++) {
            Files.createFile(drafts.resolve("f" + i));
        }
        assertThat(code("list", "x")).startsWith("Answered");

        Files.createFile(drafts.resolve("one-more"));
        assertThat(code("list", "x")).isEqualTo("path_refused");
    }

    /** Somebody swaps a folder for a link to another, over and over, while calls go through it. */
    @Test
    void leavesItsFolderInNoRace() throws Exception {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("note.txt"), "secret");
        Path swapped = Files.createDirectories(drafts.resolve("deep"));
        Path link = Files.createSymbolicLink(drafts.resolve("link"), outside);
        Path real = drafts.resolve("real");
        AtomicBoolean ended = new AtomicBoolean();
        Thread swapper = new Thread(() -> {
            while (!ended.get()) {
                try {
                    Files.move(swapped, real);
                    Files.move(link, swapped);
                    Files.move(swapped, link);
                    Files.move(real, swapped);
                } catch (IOException e) {
                    // a call has made the folder anew meanwhile: out of the way with it
                    swapped.resolve("note.txt").toFile().delete();
                    swapped.toFile().delete();
                    link.toFile().renameTo(swapped.toFile());
                    swapped.toFile().renameTo(link.toFile());
                    real.toFile().renameTo(swapped.toFile());
                }
            }
        });
        swapper.start();
        int through = 0;
        try {
            for (int i = 0; i < 2_000; i++) {
                String written = code("write-in", "deep");
                String read = text("read-in", "deep");
                through += written.startsWith("Answered") ? 1 : 0;

                assertThat(read).doesNotContain("secret");
                assertThat(outside.resolve("note.txt")).hasContent("secret");
                assertThat(outside.toFile().list()).containsExactly("note.txt");
            }
        } finally {
            ended.set(true);
            swapper.join();
        }
        assertThat(through).as("calls that met a real folder").isPositive();
    }

    @Test
    void writesAWholeFileOrNone() throws Exception {
        assertThat(code("write", "a.txt")).startsWith("Answered");
        AtomicBoolean ended = new AtomicBoolean();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        Thread reader = new Thread(() -> {
            while (!ended.get()) {
                try {
                    seen.add(Files.readString(drafts.resolve("a.txt")));
                } catch (IOException e) {
                    seen.add("missing");
                }
            }
        });
        reader.start();
        for (int i = 0; i < 500; i++) {
            answer("write", "a.txt", (i % 2 == 0 ? "a" : "b").repeat(20));
        }
        ended.set(true);
        reader.join();

        assertThat(seen).isSubsetOf("x", "a".repeat(20), "b".repeat(20)).isNotEmpty();
        assertThat(drafts.toFile().list()).containsExactly("a.txt");
        assertThat(folder.toFile().list()).as("no temporary folder is left").containsExactly("acme");
    }

    @Test
    void keepsDomainsApart() {
        assertThat(code("write", "a.txt")).startsWith("Answered");
        ActionCall theirs = call("read", "a.txt", "");
        ActionCall ours = new ActionCall(
                new CallId("other", "aeonbyte", "r-1"), theirs.service(), theirs.action(), theirs.params());

        assertThat(caller.attempt(ours, fileCall("read"), null, BOUNDS, Deadline.in(BOUNDS.callTimeout())))
                .isInstanceOf(Attempt.NotDone.class);
    }
}
