// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogueCheckCommandTest {
    private static final String SOUND = "service: %s\nroot: x\nactions:\n"
            + "  list: { summary: l, effect: read, file: LIST }\n"
            + "  drop: { summary: d, effect: delete, file: DELETE all.txt }\n";

    @TempDir
    Path folder;

    @Test
    void findsNoFaultAndCountsWhatThereIs() throws IOException {
        write("a.yaml", SOUND.formatted("a"));
        write("b.yaml", SOUND.formatted("b"));
        write("notes.txt", "not: [a, catalogue");

        CommandRun run = check();
        CommandRun json = CommandRun.of("catalogue", "check", "--json", folder.toString());

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(folder + ": no fault, 2 services, 4 actions");
        assertThat(json.code()).isZero();
        assertThat(json.lines())
                .containsExactly("{\"summary\":{\"catalogue\":\"" + folder
                        + "\",\"services\":2,\"actions\":4,\"faults\":0,\"ok\":true}}");
    }

    @Test
    void tellsAllFaultsOfAllFilesAtOnce() throws IOException {
        write(
                "a.yaml",
                SOUND.formatted("a").replace("effect: read", "effect: reed").replace("LIST", "LISST"));
        write("b.yaml", SOUND.formatted("a"));
        Files.write(folder.resolve("c.yaml"), new byte[] {'a', (byte) 0xff});

        CommandRun run = check();
        CommandRun json = CommandRun.of("catalogue", "check", folder.toString(), "--json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.lines())
                .containsExactly(
                        folder.resolve("a.yaml") + ":4:31: effect reed, did you mean read, expected one of read, write,"
                                + " send, delete, money, admin, credential",
                        folder.resolve("a.yaml") + ":4:43: file LISST, did you mean LIST, expected one of READ, WRITE,"
                                + " LIST, DELETE and a path",
                        folder.resolve("b.yaml") + ":1:1: service a is already defined in " + folder.resolve("a.yaml"),
                        folder.resolve("c.yaml") + ":1:2: byte ff is not UTF-8, expected text");
        assertThat(run.err()).contains(folder + ": 4 faults");
        assertThat(json.code()).isEqualTo(1);
        assertThat(json.lines()).hasSize(5);
        assertThat(json.lines().get(0))
                .startsWith("{\"file\":\"" + folder.resolve("a.yaml")
                        + "\",\"line\":4,\"column\":31,\"severity\":\"FAULT\",\"message\":\"effect reed");
        assertThat(json.lines().get(4)).endsWith("\"services\":0,\"actions\":0,\"faults\":4,\"ok\":false}}");
    }

    @Test
    void tellsWhatIsWrongWithItsUse() throws IOException {
        CommandRun empty = check();
        CommandRun missing =
                CommandRun.of("catalogue", "check", folder.resolve("missing").toString());
        CommandRun nothing = CommandRun.of("catalogue", "check");
        CommandRun bare = CommandRun.of("catalogue");

        assertThat(empty.code()).isEqualTo(2);
        assertThat(empty.err()).contains("holds no .yaml file, expected SERVICE.yaml");
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("cannot be read");
        assertThat(nothing.code()).isEqualTo(2);
        assertThat(nothing.err()).contains("missing required parameter: 'DIR'");
        assertThat(bare.code()).isEqualTo(2);
        assertThat(bare.err()).contains("expected catalogue check");
    }

    private CommandRun check() {
        return CommandRun.of("catalogue", "check", folder.toString());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
