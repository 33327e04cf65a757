// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WithheldPageTest {
    /** The page about catalogues lists every reason for which an answer is not shown, and no other. */
    @Test
    void listsEveryReason() throws IOException {
        String page = Files.readString(Path.of("../docs/catalogue.md"));
        String table = page.substring(page.indexOf("(`bodyTruncatedBecause`)"), page.indexOf("## http"));
        List<String> listed = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|")
                .matcher(table)
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(listed)
                .containsExactlyElementsOf(Arrays.stream(Withheld.values())
                        .map(Withheld::code)
                        .sorted()
                        .toList());
    }
}
