// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    private static final long SEED = Long.getLong("seks.seed", 20_261_123L);

    @ParameterizedTest
    @CsvSource({
        "alow, allow",
        "domian, domain",
        "raeder, reader",
        "repos.gte, repos.get",
        "aallow, allow",
        "alloww, allow",
        "xallow, allow",
        "reader, reader"
    })
    void findsWhatIsAtMostTwoEditsAway(String name, String meant) {
        assertThat(Suggestion.didYouMean(name, List.of("writers", meant))).isEqualTo(", did you mean " + meant);
    }

    @ParameterizedTest
    @CsvSource({"xyz, allow", "alloxyz, allow", "a, allow", "deny, allow"})
    void findsNothingThatIsFurther(String name, String known) {
        assertThat(Suggestion.didYouMean(name, List.of(known))).isEmpty();
    }

    @Test
    void agreesWithTheDistanceByTheBook() {
        Random random = new Random(SEED);
        int near = 0;
        for (int i = 0; i < 20_000; i++) {
            String a = word(random);
            String b = word(random);
            boolean isNear = distance(a, b) < Math.min(3, Math.max(2, a.length() / 2 + 1));

            assertThat(Suggestion.didYouMean(a, List.of(b)).isEmpty())
                    .as("seed %d: %s, %s", SEED, a, b)
                    .isEqualTo(!isNear);
            near += isNear ? 1 : 0;
        }
        assertThat(near).isBetween(1_000, 19_000);
    }

    @Test
    void isNotLookedForWhenNothingIsToldAnyMore() {
        Faults faults = new Faults();
        assertThat(faults.didYouMean("alow", List.of("allow"))).isNotEmpty();
        for (int i = 0; i < Faults.MAX_FAULTS; i++) {
            faults.add("f", i + 1, 1, "x");
        }

        assertThat(faults.didYouMean("alow", List.of("allow"))).isEmpty();
    }

    private static String word(Random random) {
        return random.ints(3 + random.nextInt(5), 'a', 'c')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static int distance(String a, String b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.length() + b.length();
        }
        int replace = distance(a.substring(1), b.substring(1)) + (a.charAt(0) == b.charAt(0) ? 0 : 1);
        return Math.min(replace, 1 + Math.min(distance(a.substring(1), b), distance(a, b.substring(1))));
    }
}
