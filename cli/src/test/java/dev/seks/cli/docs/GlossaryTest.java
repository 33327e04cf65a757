// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GlossaryTest {
    private static final String NONE_YET = "none yet";

    /** The words that the project is built on; each must be explained. */
    private static final List<String> WORDS = List.of(
            "agent",
            "domain",
            "service",
            "action",
            "resource",
            "policy",
            "rule",
            "effect",
            "decision",
            "reason",
            "limit",
            "window",
            "budget",
            "grant",
            "approval",
            "verdict",
            "quorum",
            "claim",
            "credential",
            "checkpoint");

    private static final List<Path> SOURCES = Stream.of(".java", ".avsc")
            .flatMap(ending -> MarkdownPages.files(ending).stream())
            .filter(file -> file.toString().replace('\\', '/').contains("/src/main/"))
            .toList();
    private static final Set<String> NAMES = SOURCES.stream()
            .map(file -> file.getFileName().toString().replaceFirst("\\..*", ""))
            .collect(Collectors.toSet());

    record Word(String word, String meaning, String code) {}

    static List<Word> words() {
        return MarkdownPages.text(MarkdownPages.ROOT.resolve("docs/glossary.md"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| word |"))
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
                .map(cells -> new Word(cells.get(1), cells.get(2), cells.get(3)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("words")
    void wordIsThatOfTheCode(Word word) {
        List<String> names = Pattern.compile("`([^`]+)`")
                .matcher(word.code())
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(word.meaning()).isNotBlank();
        if (word.code().equals(NONE_YET)) {
            String type = word.word().substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                    + word.word().substring(1);
            assertThat(NAMES).doesNotContain(type);
        } else {
            assertThat(names).isNotEmpty().allMatch(GlossaryTest::isThere);
        }
    }

    @Test
    void wordsAreInOrderAndEachStandsOnce() {
        List<String> words = words().stream().map(Word::word).toList();

        assertThat(words).isSorted().doesNotHaveDuplicates().containsAll(WORDS);
    }

    /** A type, or a field of a record. */
    private static boolean isThere(String name) {
        String[] parts = name.split("\\.");
        return parts.length == 1
                ? NAMES.contains(name)
                : SOURCES.stream()
                        .filter(file -> file.getFileName().toString().equals(parts[0] + ".avsc"))
                        .anyMatch(file -> MarkdownPages.text(file).contains("\"name\": \"" + parts[1] + "\""));
    }
}
