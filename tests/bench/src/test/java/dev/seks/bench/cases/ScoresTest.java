// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScoresTest {
    private static final Path CONFORMANCE = Path.of("../conformance");

    private final Map<String, Score> scores =
            Scores.of(CONFORMANCE).stream().collect(Collectors.toMap(Score::engine, Function.identity()));

    @Test
    void seksAnswersEveryCaseAndNamesTheRules() {
        Score seks = scores.get("seks");

        assertThat(seks.wrong()).isEmpty();
        assertThat(seks.noWords()).isEmpty();
        assertThat(seks.right()).isEqualTo(RequestCase.in(CONFORMANCE).size()).isGreaterThan(200);
        assertThat(seks.named()).isEqualTo(seks.ofNamed()).isPositive();
    }

    @Test
    void everyEngineIsAskedEveryCase() {
        assertThat(scores).containsOnlyKeys("seks", "Cedar", "jCasbin", "CEL alone", "regex list");
        assertThat(scores.values())
                .allSatisfy(score -> assertThat(score.right() + score.wrong().size() + score.unexpressed())
                        .isEqualTo(scores.get("seks").right()));
    }

    @Test
    void peersAnswerWhatTheyHaveWordsFor() {
        assertThat(List.of("Cedar", "CEL alone", "regex list"))
                .allSatisfy(engine -> assertThat(scores.get(engine).wrong()).isEmpty());
        // its eval takes a condition that fails for one that does not hold
        assertThat(scores.get("jCasbin").wrong())
                .containsOnlyKeys("conditions: a deny rule whose condition fails counts");
    }
}
