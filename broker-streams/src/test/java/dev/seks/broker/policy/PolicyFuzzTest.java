// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import java.util.regex.Pattern;

/** Whatever the text is, it is a policy, or has faults at places of the file. The corpus runs with every build. */
class PolicyFuzzTest {
    /** What ends a line in YAML 1.1. */
    private static final Pattern BREAK = Pattern.compile("\r\n|[\n\r\u0085\u2028\u2029]");

    @FuzzTest(maxDuration = "1m")
    void isAPolicyOrHasFaults(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        if (Policy.load(new SourceFile("p.yaml", text)) instanceof Policy.Faulty faulty) {
            int lines = BREAK.split(text, -1).length;
            assertThat(faulty.faults()).isNotEmpty();
            for (Fault fault : faulty.faults()) {
                assertThat(fault.line()).isBetween(1, lines);
                assertThat(fault.column()).isPositive();
                assertThat(fault.message().chars()).noneMatch(Character::isISOControl);
            }
        }
    }
}
