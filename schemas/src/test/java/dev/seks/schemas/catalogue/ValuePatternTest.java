// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuePatternTest {
    private static final long SEED = 20_261_123L;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[A-Za-z0-9._-]{1,100}$",
                "[a-z]+",
                "[a-z-]*",
                "^[0-9]{2,3}",
                "[a-c.@ ]{0,5}$",
                "[A-Fa-f0-9]{3,3}",
                "[-a]+",
                "[a-z]{2}",
                "[^a]+",
                "a+",
                "[a\\-z]+",
                "[a-z]{1,}",
                "[+*]+",
                "[a-]",
                "[]a]+",
                "(a|b)*",
            })
    void matchesWholeValuesAsARegularExpressionDoes(String text) {
        ValuePattern pattern = parsed(text);
        Pattern oracle = Pattern.compile(text);
        Random random = new Random(SEED);

        for (int i = 0; i < 20_000; i++) {
            StringBuilder value = new StringBuilder();
            int length = random.nextInt(7);
            for (int j = 0; j < length; j++) {
                value.append("abcz09AF.-_@ +*^]\\é\n\0\u0141".charAt(random.nextInt(i % 2 == 0 ? 8 : 22)));
            }
            assertThat(pattern.matches(value.toString()))
                    .as("seed %d, %s on \"%s\"", SEED, text, value)
                    .isEqualTo(oracle.matcher(value).matches());
        }
    }

    @Test
    void takesTheShortWayForTheCommonShapeOnly() {
        assertThat(CharacterRun.of("^[A-Za-z0-9._-]{1,100}$")).isNotNull();
        assertThat(CharacterRun.of("[a-z]+")).isNotNull();
        assertThat(CharacterRun.of("[^a]+")).isNull();
        assertThat(CharacterRun.of("[a-z]{2}")).isNull();
        assertThat(CharacterRun.of("[a\\]]+")).isNull();
        assertThat(CharacterRun.of("[a-z]+x")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+b",
                "(a|a)*b",
                "(.*)*x",
                "((a{1,8}){1,8}){1,8}",
                "(a?){30}a{30}",
                "([a-z]+-?)+!",
            })
    void staysLinearOnPatternsThatMakeOthersBacktrack(String text) {
        ValuePattern pattern = parsed(text);

        assertThat(pattern.matches("a".repeat(4095) + "?")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1,100}){1,100}){1,100}",
                "(((a{900}){900}){900}){900}",
                "(a{1000}){1000}",
                "a{1001}",
                "(a",
                "[a",
                "*a",
                "(?=a)b",
                "(a)\\1",
                "a++",
                "\\",
                "(?P<n",
                "x{2,1}",
            })
    void refusesWhatIsTooLargeOrNoPattern(String text) {
        List<String> faults = new ArrayList<>();

        assertThat(ValuePattern.parse(text, faults::add)).isEmpty();

        assertThat(faults).hasSize(1);
        assertThat(ValuePattern.parse("a".repeat(ValuePattern.MAX_LENGTH + 1), faults::add))
                .isEmpty();
    }

    private static ValuePattern parsed(String text) {
        return ValuePattern.parse(text, fault -> Assertions.fail(fault)).orElseThrow();
    }
}
