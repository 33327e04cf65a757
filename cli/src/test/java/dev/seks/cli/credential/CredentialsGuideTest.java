// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.cli.CommandRun;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command of the guide does what it says. */
final class CredentialsGuideTest {
    private static final Path GUIDE = Path.of("../docs/credentials.md");

    private final InputStream standardInput = System.in;

    @TempDir
    Path folder;

    @AfterEach
    void restore() {
        System.setIn(standardInput);
    }

    @Test
    void showsCommandsThatWork() throws Exception {
        List<String> commands = block("commands");

        assertThat(commands).hasSize(3);
        assertThat(run(commands.get(0), "a value").code()).isZero();
        assertThat(run(commands.get(1), "").out()).contains("github").doesNotContain("a value");
        assertThat(run(commands.get(2), "").code()).isZero();
        assertThat(run(commands.get(1), "").out()).isEmpty();
    }

    @Test
    void showsHowTheKeyOfAnAppIsStored() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";

        assertThat(run(block("app").get(0), pem).code()).isZero();
        assertThat(run("./seks credential list", "").out()).contains("github-app");
    }

    private static List<String> block(String name) throws Exception {
        Matcher block = Pattern.compile(
                        "<!-- " + name + " -->\n```sh\n(.*?)\n```\n<!-- /" + name + " -->", Pattern.DOTALL)
                .matcher(Files.readString(GUIDE));
        assertThat(block.find()).as("a block between <!-- %s --> markers", name).isTrue();
        return block.group(1).lines().toList();
    }

    /** The command in the folder of this test; what is redirected into it comes from here. */
    private CommandRun run(String command, String input) {
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        List<String> words =
                new ArrayList<>(List.of(command.replaceFirst(" < .*$", "").split(" ")));
        assertThat(words.remove(0)).isEqualTo("./seks");
        words.addAll(List.of("--store", folder.toString()));
        return CommandRun.of(words.toArray(String[]::new));
    }
}
