// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.cases;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints how each engine answers the conformance cases, each wrong answer and each thing it has no words for. */
@Command(
        name = "answers",
        mixinStandardHelpOptions = true,
        description = "How seks and other engines answer the requests of tests/conformance.")
public final class AnswersBench implements Callable<Integer> {
    @Option(
            names = "--cases",
            paramLabel = "DIR",
            defaultValue = "tests/conformance",
            description = "The cases. Default: ${DEFAULT-VALUE}")
    private Path cases = Path.of("");

    @Override
    public Integer call() {
        for (Score score : Scores.of(cases)) {
            System.out.printf(
                    "%s: %d right, %d wrong, no words for %d; names the rules in %d of %d%n",
                    score.engine(),
                    score.right(),
                    score.wrong().size(),
                    score.unexpressed(),
                    score.named(),
                    score.ofNamed());
            score.wrong().forEach((name, said) -> System.out.println("  wrong: " + name + ": " + said));
            score.noWords().forEach((about, count) -> System.out.println("  no words: " + count + " for " + about));
        }
        return 0;
    }
}
