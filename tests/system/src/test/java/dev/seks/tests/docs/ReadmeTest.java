// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.cli.Seks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows of the commands is what they print, but for what is another thing on each run. */
class ReadmeTest {
    private static final Path README = Path.of("../../README.md");

    @TempDir
    private Path folder;

    @Test
    void showsWhatTheDemoPrints() throws Exception {
        StringWriter out = new StringWriter();

        int code = Seks.run(new String[] {"demo"}, new PrintWriter(out), new PrintWriter(new StringWriter()));

        assertThat(code).isZero();
        assertThat(withoutChance(out.toString().lines().skip(1).toList())).isEqualTo(withoutChance(shown("demo")));
    }

    @Test
    void showsWhatDevPrintsWhenItIsReady() throws Exception {
        Path data = folder.resolve(".seks");
        Process dev = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx320m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Seks.class.getName(),
                        "dev",
                        "--port",
                        "0",
                        "--data",
                        data.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> printed = new ArrayList<>();
        try (BufferedReader err = dev.errorReader(StandardCharsets.UTF_8)) {
            String line = "";
            while (line != null && !line.equals("seks ready")) {
                line = err.readLine();
                printed.add(String.valueOf(line));
            }
            dev.destroy();

            assertThat(withoutChance(printed)).isEqualTo(withoutChance(shown("dev")));
            assertThat(dev.waitFor()).isZero();
        } finally {
            dev.destroyForcibly();
        }
    }

    /** The text between the markers of a block. */
    private static List<String> shown(String name) throws IOException {
        Matcher block = Pattern.compile(
                        "<!-- " + name + " -->\n```\n(.*?)\n```\n<!-- /" + name + " -->", Pattern.DOTALL)
                .matcher(Files.readString(README));
        assertThat(block.find()).as("a block between <!-- %s --> markers", name).isTrue();
        return block.group(1).lines().toList();
    }

    private static List<String> withoutChance(List<String> lines) {
        return lines.stream().map(ReadmeTest::withoutChance).toList();
    }

    /** Times, ports, people, folders and secrets are others on each run. */
    private static String withoutChance(String line) {
        return line.replaceAll("\\d+ / \\d+ ms", "N / N ms")
                .replaceAll("\\d+ ms", "N ms")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT")
                .replaceAll("sign-in/[A-Za-z0-9_-]+", "sign-in/CODE")
                .replaceAll("[0-9a-f]{64}|\\b[0-9a-f]{12}\\b", "DIGEST")
                .replaceAll("DIGEST\\.[0-9a-f]{16}", "MARK")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                .replaceAll("!date\\^\\d+", "!date^SECONDS")
                .replaceAll("team \\([^,)]+, ", "team (PERSON, ")
                .replaceAll("approved by [^ ,]+", "approved by PERSON")
                .replaceAll("\\S+ denied it$", "PERSON denied it")
                .replaceAll(" --data \\S+", "")
                .replaceAll("\\S*/\\.seks/", ".seks/")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
