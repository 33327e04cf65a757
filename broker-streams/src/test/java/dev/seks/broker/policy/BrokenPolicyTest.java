// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Breaks the seed's file in random places: whatever comes, the answer is a policy or faults at places of the file. */
class BrokenPolicyTest {
    private static final long SEED = Long.getLong("seks.seed", 20_261_123L);
    private static final int ROUNDS = Integer.getInteger("seks.cases", 20_000) / 2;
    private static final String PIECES = "{}[]:,#&*!|>'\"%@`-? \n\t~0aZ.\u0000\u0085\uD83D\uFEFF";

    @Test
    void answersWithAPolicyOrWithFaults() {
        Random random = new Random(SEED);
        int faulty = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String text = broken(PolicyText.seed(), random);

            Policy.Result result = Policy.load(new SourceFile("p.yaml", text));

            if (result instanceof Policy.Faulty f) {
                faulty++;
                int lines = (int) text.lines().count() + 2;
                assertThat(f.faults()).as("seed %d, round %d", SEED, i).isNotEmpty();
                for (Fault fault : f.faults()) {
                    assertThat(fault.line()).as("seed %d, round %d", SEED, i).isBetween(1, lines);
                    assertThat(fault.column()).isPositive();
                    assertThat(fault.message().chars()).noneMatch(Character::isISOControl);
                }
            }
        }
        System.out.println("seed " + SEED + ", " + faulty + " of " + ROUNDS + " refused");
        assertThat(faulty).isBetween(ROUNDS / 4, ROUNDS - 1);
    }

    private static String broken(String text, Random random) {
        StringBuilder broken = new StringBuilder(text);
        int edits = 1 + random.nextInt(3);
        for (int i = 0; i < edits; i++) {
            int at = random.nextInt(broken.length());
            int end = Math.min(broken.length(), at + random.nextInt(4));
            String piece = random.nextBoolean() ? "" : String.valueOf(PIECES.charAt(random.nextInt(PIECES.length())));
            broken.replace(at, end, piece);
        }
        return broken.toString();
    }
}
