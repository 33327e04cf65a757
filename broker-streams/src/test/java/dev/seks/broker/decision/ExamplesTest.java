// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.broker.policy.CompiledPolicy;
import dev.seks.broker.policy.Finding;
import dev.seks.broker.policy.Policy;
import dev.seks.schemas.yaml.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example policy fits the example catalogue, and its own tests are met. */
class ExamplesTest {
    private static final Path FOLDER = Path.of("../examples");

    /** The specification's example is kept word for word, and has no tests. */
    private static final String SPECIFIED = "seks-policy.yaml";

    static Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static Policy policy(String name) throws IOException {
        Policy.Result read = Policy.load(new SourceFile(name, Files.readString(FOLDER.resolve(name))));
        assertThat(read).isInstanceOf(Policy.Loaded.class);
        return ((Policy.Loaded) read).policy();
    }

    private static CompiledPolicy compiled(String name) throws IOException {
        Policy.Compilation fit = policy(name).compileFor(DocStory.catalogue());
        assertThat(fit).isInstanceOf(Policy.Compiled.class);
        return ((Policy.Compiled) fit).policy();
    }

    @ParameterizedTest
    @MethodSource("names")
    void ownTestsAreMet(String name) throws IOException {
        List<Rehearsal.TestResult> results =
                new Rehearsal(compiled(name), DocStory.catalogue(), DocStory.OPERATORS).run(policy(name));

        assertThat(results.isEmpty()).isEqualTo(name.equals(SPECIFIED));
        assertThat(results).allMatch(Rehearsal.TestResult::isMet);
    }

    @ParameterizedTest
    @MethodSource("names")
    void nothingInThemIsMostLikelyNotMeant(String name) throws IOException {
        assertThat(DocStory.findings(new Policy.Loaded(policy(name))))
                .noneMatch(finding -> finding.severity() == Finding.Severity.WARNING);
    }

    @Test
    void indexNamesEachOfThem() throws IOException {
        String index = Files.readString(FOLDER.resolve("README.md"));

        assertThat(names()).allMatch(name -> index.contains("](" + name + ")"));
    }
}
