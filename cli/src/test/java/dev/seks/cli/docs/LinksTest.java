// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every link within the project leads somewhere, and every page of the docs is found from their index. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("!?\\[[^]]*]\\(([^)\\s]+)\\)");
    private static final Path DOCS = MarkdownPages.ROOT.resolve("docs");
    private static final Path INDEX = DOCS.resolve("README.md");

    static Stream<Path> pages() {
        return MarkdownPages.all().stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linkLeadsToWhatIsThere(Path page) {
        assertThat(links(page).stream()
                        .filter(link -> !leadsSomewhere(page, link))
                        .toList())
                .as("links of %s that lead nowhere", page)
                .isEmpty();
    }

    @Test
    void indexLeadsToEveryPageOfTheDocs() {
        List<Path> linked =
                links(INDEX).stream().map(link -> target(INDEX, link)).toList();

        assertThat(linked)
                .containsAll(pages().filter(page -> page.startsWith(DOCS) && !page.equals(INDEX))
                        .toList());
    }

    @Test
    void readmeLeadsToTheIndex() {
        Path readme = MarkdownPages.ROOT.resolve("README.md");

        assertThat(links(readme).stream().map(link -> target(readme, link))).contains(INDEX);
    }

    @Test
    void whatIsNotThereIsFound() {
        assertThat(leadsSomewhere(INDEX, "glossary.md")).isTrue();
        assertThat(leadsSomewhere(INDEX, "glossary.md#the-words")).isTrue();
        assertThat(leadsSomewhere(INDEX, "glossary.md#the-wards")).isFalse();
        assertThat(leadsSomewhere(INDEX, "glosary.md")).isFalse();
        assertThat(leadsSomewhere(INDEX, "../Cli")).isFalse();
    }

    private static List<String> links(Path page) {
        String prose = MarkdownPages.prose(MarkdownPages.text(page)).replaceAll("`[^`\n]*`", "");
        List<String> links = new ArrayList<>();
        for (MatchResult found : LINK.matcher(prose).results().toList()) {
            if (!found.group(1).matches("[a-z]+:.*")) {
                links.add(found.group(1));
            }
        }
        return links;
    }

    private static Path target(Path page, String link) {
        String path = link.replaceFirst("#.*", "");
        return path.isEmpty() ? page : page.getParent().resolve(path).normalize();
    }

    private static boolean leadsSomewhere(Path page, String link) {
        Path target = target(page, link);
        if (!Files.exists(target) || !target.startsWith(MarkdownPages.ROOT)) {
            return false;
        }
        int anchor = link.indexOf('#');
        return anchor < 0 || MarkdownPages.anchors(MarkdownPages.text(target)).contains(link.substring(anchor + 1));
    }
}
