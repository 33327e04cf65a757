// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ParamsTextTest {
    @Test
    void laysMembersOutInTheirOrder() {
        assertThat(ParamsText.of("{\"b\":1,\"a\":[true,null,\"x\"]}"))
                .isEqualTo("{\n  \"b\": 1,\n  \"a\": [\n    true,\n    null,\n    \"x\"\n  ]\n}");
    }

    @Test
    void keepsNumbersDigitByDigit() {
        assertThat(ParamsText.of("{\"amount\":1.10,\"big\":123456789012345678901234567890,\"e\":1E+2}"))
                .contains("1.10", "123456789012345678901234567890", "1E+2");
    }

    @Test
    void writesOutWhatCannotBeSeen() {
        String shown = ParamsText.of("{\"to\":\"a\u202Eb\u200Bc\\u0007\"}");

        assertThat(shown).contains("\\u{202e}", "\\u{200b}", "\\u0007").doesNotContain("\u202E", "\u200B");
    }

    @Test
    void doesNotTakeAnEscapeForLayout() {
        assertThat(ParamsText.of("{\"x\":\"one\\ntwo\"}")).contains("\"one\\ntwo\"");
    }

    @Test
    void showsWhatIsNoJsonAsItIs() {
        assertThat(ParamsText.of("{\"x\":")).isEqualTo("{\"x\":");
    }
}
