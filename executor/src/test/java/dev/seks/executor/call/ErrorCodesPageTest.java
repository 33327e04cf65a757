// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about catalogues lists every error code that a call can end with, and no other. */
class ErrorCodesPageTest {
    private static final Path PAGE = Path.of("../docs/catalogue.md");
    private static final Path SOURCES = Path.of("src/main/java/dev/seks/executor");
    private static final List<String> KINDS = List.of("call", "http", "file", "sql", "mail");
    private static final Pattern CODE = Pattern.compile(
            "(?:notDone|unreachable|unsure|CallError|RefusedMailException|refused)\\(\\s*\"([a-z_]+)\"");
    private static final Pattern CODE_THAT_VARIES = Pattern.compile("String code = \\w+ \\? \"(\\w+)\" : \"(\\w+)\"");

    @Test
    void listsEveryCode() throws IOException {
        Set<String> used = new TreeSet<>();
        for (String kind : KINDS) {
            try (Stream<Path> files = Files.list(SOURCES.resolve(kind))) {
                for (Path file : files.toList()) {
                    String source = Files.readString(file);
                    CODE.matcher(source).results().forEach(match -> used.add(match.group(1)));
                    CODE_THAT_VARIES.matcher(source).results().forEach(match -> {
                        used.add(match.group(1));
                        used.add(match.group(2));
                    });
                }
            }
        }
        used.remove("http_"); // a status follows
        String page = Files.readString(PAGE);
        String table = page.substring(page.indexOf("| error code |"), page.indexOf("## Adding a kind"));
        Set<String> listed = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|")
                .matcher(table)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(used).hasSizeGreaterThan(20);
        assertThat(listed).isEqualTo(used);
    }
}
