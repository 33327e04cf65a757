// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReferencePagesTest {
    private static final Path FOLDER = Path.of("../docs/reference");
    private static final String CURE =
            "the page differs from the declarations; run mvn -pl schemas -am test -Dregenerate";

    static Stream<Arguments> pages() {
        return Stream.of(
                Arguments.of("topics.md", TopicsPage.of(Topics.withPartitions(Topics.DEFAULT_PARTITIONS))),
                Arguments.of("records.md", RecordsPage.text()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void committedPageSaysWhatTheDeclarationsSay(String name, String text) throws IOException {
        Path page = FOLDER.resolve(name);
        if (System.getProperty("regenerate") != null) {
            Files.createDirectories(FOLDER);
            Files.writeString(page, text);
        }

        assertThat(page).as(CURE).exists();
        assertThat(Files.readString(page)).as(CURE).isEqualTo(text);
    }
}
