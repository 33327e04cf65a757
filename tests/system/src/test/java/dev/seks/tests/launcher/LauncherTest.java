// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.tests.launcher.Tree.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that people start, in a tree of its own. */
class LauncherTest {
    private static final String ESCAPE = "\u001b[";

    @TempDir
    private Path folder;

    private Tree tree;

    @BeforeEach
    void plant() throws Exception {
        tree = new Tree(folder);
    }

    @Test
    void startsWhatIsBuiltWithoutAWord() throws Exception {
        Ran ran = run(Map.of(), "--help");

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).startsWith("Usage: ./seks COMMAND").contains("dev ", "demo ", "doctor ");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void passesTheExitCodeOn() throws Exception {
        Ran ran = run(Map.of(), "frobnicate");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).startsWith("seks: no command 'frobnicate'");
    }

    @Test
    void passesArgumentsWithBlanksAndStarsOn() throws Exception {
        Ran ran = run(
                Map.of(), "request", "github", "repos.get", "--params", "{\"a\": \"* b\"}", "--data", "no such folder");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("there is no no such folder/dev.json");
    }

    @Test
    void worksFromAnotherFolderAndThroughALink() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("else where"));
        Path link = Files.createSymbolicLink(elsewhere.resolve("link"), Path.of("../a tree with blanks/seks"));

        assertThat(Tree.run(tree.script(), elsewhere, Map.of(), "--version").out())
                .startsWith("seks ");
        assertThat(Tree.run(link, elsewhere, Map.of(), "--version").out()).startsWith("seks ");
    }

    @Test
    void refusesAnOlderJava() throws Exception {
        Path java = Tree.program(folder.resolve("old/bin/java"), "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");

        Ran ran = run(Map.of("JAVA_HOME", folder.resolve("old").toString()), "--help");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err())
                .isEqualTo("seks: " + java + " is Java 11, expected 17 or newer\n"
                        + "      set JAVA_HOME to a newer one\n");
    }

    @Test
    void refusesAJavaHomeWithoutJava() throws Exception {
        Ran ran = run(Map.of("JAVA_HOME", folder.resolve("nothing").toString()), "--help");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err())
                .contains("JAVA_HOME is " + folder.resolve("nothing") + ", and there is no bin/java in it");
    }

    @Test
    void coloursOnlyWhereColoursAreWanted() throws Exception {
        assertThat(run(Map.of(), "--help").out()).doesNotContain(ESCAPE);
        assertThat(run(Map.of("CLICOLOR_FORCE", "1"), "--help").out()).contains(ESCAPE);
        assertThat(run(Map.of("NO_COLOR", "1"), "--help").out()).doesNotContain(ESCAPE);
    }

    @Test
    void buildsWhenSourcesAreNewerAndShowsHowFarItIs() throws Exception {
        Path jar = tree.launcher().resolve("build.1/seks.jar");
        tree.touchSources();
        Path bin = maven(
                "echo '[INFO] Building cli 0.1.0 [7/7]'",
                "i=0; while [ $i -lt 50 ]; do i=$((i + 1)); echo 'Downloaded from there: https://x/y/lib.jar"
                        + " (1.0 MB at 2 MB/s)'; done",
                "mkdir -p '" + tree.root() + "/cli/target/lib'",
                "cp '" + jar + "' '" + tree.root() + "/cli/target/lib/lib.jar'",
                "cp '" + jar + "' '" + tree.root() + "/cli/target/cli-0.1.0.jar'");

        Ran ran = run(Map.of("PATH", bin + ":" + System.getenv("PATH")), "--version");

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).startsWith("seks ");
        assertThat(ran.err())
                .contains(
                        "seks: sources have changed, building",
                        "  module 7 of 7: cli",
                        "  cli: 50 files downloaded, 50 MB (lib.jar)");
        assertThat(tree.launcher().resolve("lock")).doesNotExist();
    }

    @Test
    void saysWhatIsWrongWithTheBuildAndKeepsTheLastOne() throws Exception {
        tree.touchSources();
        Path bin = maven("echo '[ERROR] New.java:1: no such symbol'", "exit 1");

        Ran ran = run(Map.of("PATH", bin + ":" + System.getenv("PATH")), "--version");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err())
                .contains(
                        "[ERROR] New.java:1: no such symbol",
                        "seks: the build failed",
                        "all of its output: " + tree.launcher().resolve("build.log"));
        assertThat(tree.launcher().resolve("current")).hasContent("build.1");
        assertThat(tree.launcher().resolve("lock")).doesNotExist();
    }

    /** It builds without tests; a module that needs another one's jar of tests all the same could not be built at all. */
    @Test
    void buildsNoModuleThatNeedsAJarOfTests() throws Exception {
        String modules = Files.readAllLines(Path.of("../../seks")).stream()
                .filter(line -> line.startsWith("modules=\""))
                .findFirst()
                .orElseThrow()
                .replaceAll("modules=|\"", "");

        assertThat(modules.split(" ")).contains("cli").allSatisfy(module -> {
            String pom = Files.readString(Path.of("../..", module, "pom.xml"));
            // what is in a profile is only there when tests are built
            assertThat(pom.replaceAll("(?s)<profiles>.*</profiles>", "")).doesNotContain("<type>test-jar</type>");
        });
    }

    private Path maven(String... lines) throws Exception {
        return Tree.program(folder.resolve("bin/mvn"), lines).getParent();
    }

    private Ran run(Map<String, String> environment, String... args) throws Exception {
        return Tree.run(tree.script(), tree.root(), environment, args);
    }
}
