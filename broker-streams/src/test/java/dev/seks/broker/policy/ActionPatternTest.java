// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionPatternTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
                    admin.*,     admin.users.delete, true
                    admin.*,     admin,              false
                    admin.*,     administrator.x,    false
                    send*,       send,               true
                    send*,       sender.x,           true
                    *,           a,                  true
                    *.get,       repos.get,          true
                    *.get,       get,                false
                    *.get,       repos.get.all,      false
                    a*a,         a,                  false
                    a*a,         aa,                 true
                    ab*ba,       aba,                false
                    *b*,         abc,                true
                    *bc*bc,      abc,                false
                    *bc*bc,      abcbc,              true
                    *bc*bc*,     abc,                false
                    *bc*bc*,     abcxbcd,            true
                    a*b*c,       axcbxc,             true
                    a**c,        ac,                 true
                    repos.get,   repos.get,          true
                    repos.get,   reposxget,          false
                    """)
    void matchesTheWholeName(String pattern, String action, boolean matches) {
        assertThat(ActionPattern.of(pattern).matches(action)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Repos.get", "repos get", "repos.", ".get", "1x", "a?", "[a]", "a/b", "é*", "a\n", "a*\n"})
    void refusesWhatNoActionCouldBe(String text) {
        assertThat(ActionPattern.isPattern(text)).isFalse();
    }

    @Test
    void boundsLengthAndStars() {
        assertThat(ActionPattern.isPattern("a".repeat(128))).isTrue();
        assertThat(ActionPattern.isPattern("a".repeat(129))).isFalse();
        assertThat(ActionPattern.isPattern("*" + "a".repeat(128))).isFalse();
        assertThat(ActionPattern.isPattern("*a".repeat(8))).isTrue();
        assertThat(ActionPattern.isPattern("*a".repeat(9))).isFalse();
    }
}
