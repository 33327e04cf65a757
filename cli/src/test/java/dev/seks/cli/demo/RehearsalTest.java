// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.cli.option.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void playsEveryCommandToItsEnd() throws IOException {
        assertThat(Rehearsal.in(folder)).isEqualTo(ExitCode.DONE);
    }
}
