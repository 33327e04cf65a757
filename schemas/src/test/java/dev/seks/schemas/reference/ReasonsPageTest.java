// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.Outcome;
import dev.seks.schemas.record.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonsPageTest {
    private static final Path PAGE = Path.of("../docs/reference/reasons.md");

    @Test
    void explainsEveryReasonOnce() throws IOException {
        List<String[]> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split(" *\\| *", -1))
                .toList();

        assertThat(rows.stream().map(row -> row[1].replace("`", "")))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Reason.values()).map(Reason::name).toList());
        assertThat(rows).allSatisfy(row -> {
            assertThat(Outcome.valueOf(row[2].toUpperCase(java.util.Locale.ROOT)))
                    .isNotNull();
            assertThat(row[3]).endsWith(".");
            assertThat(row[4].isEmpty()).isEqualTo(row[2].equals("approved") || row[1].equals("`CANCELLED`"));
        });
    }
}
