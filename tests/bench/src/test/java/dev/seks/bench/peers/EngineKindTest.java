// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineKindTest {
    private static final Rulebook BOOK = Rulebook.of(10);
    private static final Rulebook.Question[] QUESTIONS = BOOK.questions(500);

    @ParameterizedTest
    @EnumSource
    void answersAsTheRulesDo(EngineKind kind) throws Exception {
        Engine engine = kind.with(BOOK);

        for (Rulebook.Question question : QUESTIONS) {
            assertThat(engine.allows(question)).as(question.toString()).isEqualTo(BOOK.allows(question));
        }
    }

    @Test
    void asksBothWhatIsAllowedAndWhatIsNot() {
        assertThat(QUESTIONS).anyMatch(BOOK::allows).anyMatch(question -> !BOOK.allows(question));
    }

    @Test
    void measuresNoEngineThatAnswersWrongly() {
        assertThatThrownBy(() -> Answers.check(question -> true, BOOK, QUESTIONS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("wrong answer");
    }
}
