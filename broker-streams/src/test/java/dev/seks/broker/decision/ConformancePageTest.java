// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a policy means stands in a table, sentence by sentence, and each sentence has cases that show it. */
class ConformancePageTest {
    private static final Path PAGE = Path.of("../tests/conformance/README.md");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (.*?) ?\\| \\[([a-z-]+)]\\(cases/\\2\\.yaml\\) \\| (.+) \\|$");
    private static final int LEAST_SENTENCES = 60;

    /** A sentence, or a further file for the one above. */
    record Row(String sentence, String file, List<String> cases) {}

    static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (MatchResult found : ROW.matcher(Files.readString(PAGE)).results().toList()) {
            rows.add(new Row(
                    found.group(1), found.group(2), List.of(found.group(3).split("<br>"))));
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void sentenceIsShownByCasesThatAreThere(Row row) throws IOException {
        Set<String> there = ConformanceTest.cases().stream()
                .filter(one -> one.theme().equals(row.file()))
                .map(ConformanceCase::name)
                .collect(Collectors.toSet());

        assertThat(there).containsAll(row.cases());
    }

    @Test
    void everyRowOfTheTableIsReadAndEveryFileIsNamed() throws IOException {
        long lines = Files.readString(PAGE)
                .lines()
                .filter(line -> line.contains("](cases/"))
                .count();
        Set<String> files = rows().stream().map(Row::file).collect(Collectors.toSet());
        Set<String> themes =
                ConformanceTest.cases().stream().map(ConformanceCase::theme).collect(Collectors.toSet());

        assertThat(rows()).hasSize((int) lines);
        assertThat(files).isEqualTo(themes);
    }

    @Test
    void sentencesAreManyAndEachStandsOnce() throws IOException {
        List<String> sentences = rows().stream()
                .map(Row::sentence)
                .filter(text -> !text.isEmpty())
                .toList();

        assertThat(sentences).hasSizeGreaterThanOrEqualTo(LEAST_SENTENCES).doesNotHaveDuplicates();
        assertThat(rows().get(0).sentence()).isNotEmpty();
    }
}
