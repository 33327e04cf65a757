// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyReferenceTest {
    private static final Path FOLDER = Path.of("../docs/reference");
    private static final String CURE =
            "it differs from the declarations; run mvn -pl broker-streams -am test -Dregenerate";

    static Stream<Arguments> files() throws IOException {
        return Stream.of(
                Arguments.of("seks-policy.schema.json", PolicySchema.text()),
                Arguments.of("policy.md", new PolicyPage(EveryKey.read()).text()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void committedFileSaysWhatTheLanguageSays(String name, String text) throws IOException {
        Path file = FOLDER.resolve(name);
        if (System.getProperty("regenerate") != null) {
            Files.writeString(file, text);
        }

        assertThat(file).as(CURE).exists();
        assertThat(Files.readString(file)).as(CURE).isEqualTo(text);
    }

    @Test
    void everyKeyIsInTheExampleThatHasThemAll() throws IOException {
        assertThat(EveryKey.read().missing()).isEmpty();
    }
}
