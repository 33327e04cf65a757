// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.cli.Seks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a command start slowly is loading what it does not need. */
final class LoadedClassesTest {
    private static final String EXAMPLE = "../examples/seks-policy.yaml";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check " + EXAMPLE,
                "test " + EXAMPLE,
                "diff " + EXAMPLE + " " + EXAMPLE,
                "explain " + EXAMPLE + " --agent aeonbyte --service github --action repos.get"
            })
    void loadsNeitherKafkaNorConditionsForAPlainPolicy(String command) throws Exception {
        List<String> loaded = classesLoadedBy(("policy " + command).split(" "));

        assertThat(loaded).contains("dev.seks.broker.policy.Policy");
        // an exception that something catches is looked up when that is
        assertThat(loaded)
                // an exception that some class catches is looked up when that class is
                .filteredOn(name -> name.startsWith("org.apache.kafka.") || name.startsWith("dev.cel."))
                .allMatch(name -> name.endsWith("Exception"));
    }

    private static List<String> classesLoadedBy(String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:stderr:none",
                "-cp",
                System.getProperty("java.class.path"),
                Seks.class.getName()));
        line.addAll(List.of(command));
        Process process = new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String log = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(log).isZero();
        return log.lines()
                .flatMap(entry -> Stream.of(entry.split(" ")).limit(1))
                .toList();
    }
}
