// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.executor.credential.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerFilterTest {
    private static final Secret SECRET = Secret.of("top-secret-value");

    private final AnswerFilter filter = new AnswerFilter(200);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id | {\"id\":1,\"x\":2} | {\"id\":1}",
                "id | [{\"id\":1,\"x\":2},{\"id\":3}] | [{\"id\":1},{\"id\":3}]",
                "owner.login | {\"owner\":{\"login\":\"a\",\"key\":\"k\"},\"id\":1} | {\"owner\":{\"login\":\"a\"}}",
                "owner.login | {\"owner\":[{\"login\":\"a\",\"key\":1}]} | {\"owner\":[{\"login\":\"a\"}]}",
                "owner.login | {\"owner\":\"plain\"} | {}",
                "owner owner.login | {\"owner\":{\"login\":\"a\",\"key\":\"k\"}} | {\"owner\":{\"login\":\"a\",\"key\":\"k\"}}",
                "owner.login owner | {\"owner\":{\"login\":\"a\",\"key\":\"k\"}} | {\"owner\":{\"login\":\"a\",\"key\":\"k\"}}",
                "a.b a.c | {\"a\":{\"b\":1,\"c\":2,\"d\":3}} | {\"a\":{\"b\":1,\"c\":2}}",
                "id | [1,\"text\",[{\"id\":2,\"x\":1}]] | [[{\"id\":2}]]",
                "id | \"text\" | {}",
                "id | {\"id\":null} | {\"id\":null}",
                "id | {\"id\":1.10} | {\"id\":1.10}"
            })
    void keepsOnlyTheFieldsThatAreListed(String returns, String answer, String shown) {
        assertThat(shown(answer, List.of(returns.split(" ")))).contains(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{\"id\":1}x", "{\"id\":1,\"id\":2}", "{\"id\":", "\u0000"})
    void withholdsWhatIsNotOneJsonText(String answer) {
        assertThat(shown(answer, List.of("id"))).isEqualTo(Optional.empty());
    }

    @Test
    void withholdsWhatIsTooLargeAfterProjection() {
        String large = "{\"id\":\"" + "x".repeat(300) + "\",\"small\":1}";

        assertThat(shown(large, List.of("id"))).isEmpty();
        assertThat(shown(large, List.of("small"))).contains("{\"small\":1}");
    }

    @Test
    void withholdsWhatIsNestedBeyondReason() {
        assertThat(shown("[".repeat(100_000), List.of("id"))).isEmpty();
    }

    @Test
    void removesTheSecretEvenFromListedFields() {
        String answer = "{\"id\":\"top-\\u0073ecret-value\",\"dG9wLXNlY3JldC12YWx1ZQ\":1}";

        assertThat(shown(answer, List.of("id", "dG9wLXNlY3JldC12YWx1ZQ")))
                .contains("{\"id\":\"[redacted]\",\"[redacted]\":1}");
    }

    private Optional<String> shown(String answer, List<String> returns) {
        return filter.shown(answer.getBytes(StandardCharsets.UTF_8), returns, SECRET);
    }
}
