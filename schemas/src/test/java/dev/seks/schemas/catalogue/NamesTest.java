// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final long SEED = 20_261_123L;
    private static final String ALPHABET = "az09AZ._-: *{}äé\u0000\uFF41";

    @Test
    void acceptsExactlyTheGrammarOfNames() {
        agree("[a-z][a-z0-9_-]{0,63}", Names::isAgent, 64);
        agree("[a-z][a-z0-9_-]{0,63}", Names::isService, 64);
        agree("[a-z][a-z0-9_-]{0,63}", Names::isDomain, 64);
        agree("[a-z][a-z0-9_-]{0,63}", Names::isPerson, 64);
    }

    @Test
    void acceptsExactlyTheGrammarOfActions() {
        agree("(?=.{1,128}$)[a-z][a-z0-9_-]*(\\.[a-z][a-z0-9_-]*)*", Names::isAction, 128);
    }

    @Test
    void acceptsExactlyTheGrammarOfRequestIds() {
        agree("[A-Za-z0-9._:-]{1,64}", Names::isRequestId, 64);
    }

    /** Holds the hand-written check against the regular expression, on random text and around the longest length. */
    private static void agree(String grammar, Predicate<CharSequence> check, int longest) {
        System.out.println("seed " + SEED);
        Pattern pattern = Pattern.compile(grammar);
        Random random = new Random(SEED);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(6);
            for (int j = 0; j < length; j++) {
                int reach = random.nextInt(4) == 0 ? ALPHABET.length() : 9;
                text.append(ALPHABET.charAt(random.nextInt(reach)));
            }
            assertThat(check.test(text))
                    .as("%s", text)
                    .isEqualTo(pattern.matcher(text).matches());
        }
        assertThat(check.test("a".repeat(longest))).isTrue();
        assertThat(check.test("a".repeat(longest + 1))).isFalse();
    }
}
