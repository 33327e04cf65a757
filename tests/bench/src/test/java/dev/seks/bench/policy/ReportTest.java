// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.bench.Json;
import dev.seks.bench.Machine;
import dev.seks.bench.cases.Score;
import dev.seks.bench.micro.Measured;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Machine MACHINE =
            new Machine("Linux", "A Processor", 2, "A Java", Instant.parse("2026-01-05T12:00:00Z"));

    @Test
    void showsTimeGrowthAndBytesOfEachEngineBesideSeks() {
        assertThat(report().markdown())
                .startsWith("On 2026-01-05, 2 of A Processor, A Java.\n")
                .contains("| a decision | 10 agents | 1,000 agents | growth | allocated | beside seks |")
                .contains("| --- | --- | --- | --- | --- | --- |")
                .contains("| **seks**, always the same question | 40.0 ns | 50.0 ns | 1.3 x | 0.0 B | 0.5 x |")
                .contains("| **seks** | 80.0 ns | 100 ns | 1.3 x | 0.0 B | 1.0 x |")
                .contains("| jCasbin | 20.0 us | 30.0 ms | 1,500 x | 7,200 B | 300,000 x |");
    }

    @Test
    void saysWhatIsLeftOutAndWhy() {
        assertThat(report().markdown())
                .contains("| Cedar | 5,000 ns | - | - | 900 B | 62.5 x |")
                .contains("Left out: Cedar with 1,000 agents, it was too slow.");
    }

    @Test
    void showsConditionsLimitersAnswersAndStarts() {
        assertThat(report().markdown())
                .contains("| CEL, the condition alone | 700 ns | 1,200 B |")
                .contains("| Bucket4j, in memory | 61.0 ns | 0.0 B |")
                .contains("| seks | 3 | 1 | 2 | 2 of 3 |")
                .contains("| a command | 1.50 s | 2.25 s |");
    }

    @Test
    void putsTheTablesBetweenTheirMarksAndNothingElse() {
        String readme = "before\n" + Report.BEGIN + "\nold\n" + Report.END + "\nafter\n";

        String filled = report().into(readme);

        assertThat(filled)
                .isEqualTo("before\n" + Report.BEGIN + "\n" + report().markdown() + Report.END + "\nafter\n")
                .isEqualTo(report().into(filled));
    }

    @Test
    void refusesATextWithoutThePlace() {
        assertThatThrownBy(() -> report().into("no marks"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Report.BEGIN);
    }

    @Test
    void keepsEveryIterationInTheJson() {
        assertThat(Json.of(report())).contains("\"iterations\" : [ 19999.0, 20001.0 ]");
    }

    private static Report report() {
        List<Measured> decisions = List.of(
                decision("hot", "SEKS", 10, 40, 0),
                decision("hot", "SEKS", 1_000, 50, 0),
                decision("spread", "SEKS", 10, 80, 0),
                decision("spread", "SEKS", 1_000, 100, 0),
                decision("spread", "CEDAR", 10, 5_000, 900),
                decision("spread", "JCASBIN", 10, 20_000, 72),
                decision("spread", "JCASBIN", 1_000, 30_000_000, 7_200));
        return new Report(
                MACHINE,
                new Report.Decisions(decisions, Map.of("Cedar with 1,000 agents", "it was too slow")),
                List.of(new Measured("ConditionBenchmark.celAlone", Map.of(), 700, 1_200, List.of())),
                List.of(new Measured("LimiterPeersBenchmark.bucket4jInMemory", Map.of(), 61, 0, List.of())),
                new Report.Answered(
                        List.of(new Score("seks", 3, Map.of("a case", "denied"), Map.of("limits", 2), 2, 3)),
                        List.of(new ColdStart("a command", List.of(1.0, 2.25, 1.5)))));
    }

    private static Measured decision(String method, String engine, int agents, double nanos, double bytes) {
        return new Measured(
                "PolicyBenchmark." + method,
                Map.of("engine", engine, "agents", Integer.toString(agents)),
                nanos,
                bytes,
                List.of(nanos - 1, nanos + 1));
    }
}
