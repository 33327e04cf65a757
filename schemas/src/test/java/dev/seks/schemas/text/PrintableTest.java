// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void leavesOrdinaryTextAsItIs() {
        String text = "Grüße, 東京 🎯 – ok";

        assertThat(Printable.of(text)).isEqualTo(text);
    }

    @Test
    void showsEscapeSequencesInsteadOfObeyingThem() {
        String text = "a\u001b[2Jb\u009b31mc\u0007";

        assertThat(Printable.of(text)).isEqualTo("a\\u{1b}[2Jb\\u{9b}31mc\\u{7}");
    }

    @Test
    void showsBidirectionalAndInvisibleCharacters() {
        String text = "approve\u202eevorppa\u200b\u2028\udb40\udc41";

        assertThat(Printable.of(text)).isEqualTo("approve\\u{202e}evorppa\\u{200b}\\u{2028}\\u{e0041}");
    }

    @Test
    void showsBrokenSurrogates() {
        assertThat(Printable.of("a\ud800b")).isEqualTo("a\\u{d800}b");
    }

    @Test
    void keepsOneLineOrTheOwnLines() {
        assertThat(Printable.of("a\r\nb\tc")).isEqualTo("a\\r\\nb\\tc");
        assertThat(Printable.block("a\r\nb")).isEqualTo("a\\r\nb");
    }

    @Test
    void quotesSoThatTextCannotEndItsOwnQuotation() {
        assertThat(Printable.quoted("say \"hi\" \\")).isEqualTo("\"say \\\"hi\\\" \\\\\"");
    }
}
