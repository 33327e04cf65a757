// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongPolicyTest {
    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isAsLongAsItsNameSays(boolean conditions) throws IOException {
        Path policy = LongPolicy.write(folder, conditions);

        assertThat(Files.readAllLines(policy)).hasSize(LongPolicy.LINES);
        assertThat(Files.readString(policy).contains("when:")).isEqualTo(conditions);
    }
}
