// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class CommandsReferenceTest {
    private static final Path PAGE = Path.of("../docs/reference/commands.md");

    @Test
    void committedPageSaysWhatTheCommandsSay() throws IOException {
        String text = CommandsPage.text();
        if (System.getProperty("regenerate") != null) {
            Files.writeString(PAGE, text);
        }

        assertThat(text).contains("## seks policy\n", "### seks policy check\n", "Usage: ");
        assertThat(Files.readString(PAGE))
                .as("the page differs from the commands; run mvn -pl cli -am test -Dregenerate")
                .isEqualTo(text);
    }
}
