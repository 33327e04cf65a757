// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.catalogue.ReturnField;
import dev.seks.schemas.catalogue.ReturnType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerFilterTest {
    private static final String SECRET = "top-secret-value";

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
        assertThat(showing(answer, List.of("id"))).isEqualTo(Showing.none(Withheld.NO_JSON));
    }

    @Test
    void withholdsWhatIsTooLargeAfterProjection() {
        String large = "{\"id\":\"" + "x".repeat(300) + "\",\"small\":1}";

        assertThat(showing(large, List.of("id"))).isEqualTo(Showing.none(Withheld.TOO_LARGE));
        assertThat(shown(large, List.of("small"))).contains("{\"small\":1}");
    }

    @Test
    void withholdsWhatIsNestedBeyondReason() {
        assertThat(showing("[".repeat(100_000), List.of("id"))).isEqualTo(Showing.none(Withheld.NO_JSON));
    }

    @Test
    void removesTheSecretEvenFromListedFields() {
        String answer = "{\"id\":\"top-\\u0073ecret-value\",\"dG9wLXNlY3JldC12YWx1ZQ\":1}";

        assertThat(shown(answer, List.of("id", "dG9wLXNlY3JldC12YWx1ZQ")))
                .contains("{\"id\":\"[redacted]\",\"[redacted]\":1}");
    }

    private Optional<String> shown(String answer, List<String> returns) {
        return Optional.ofNullable(showing(answer, returns).text());
    }

    private Showing showing(String answer, List<String> returns) {
        return filter.shown(
                answer.getBytes(StandardCharsets.UTF_8),
                returns.stream().map(AnswerFilterTest::field).toList(),
                List.of(SECRET));
    }

    /** A field written {@code path} or {@code path:TYPE}. */
    private static ReturnField field(String written) {
        String[] parts = written.split(":");
        return new ReturnField(
                List.of(parts[0].split("\\.")), parts.length == 1 ? ReturnType.ANY : ReturnType.valueOf(parts[1]));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a:STRING | {\"a\":\"x\"} | {\"a\":\"x\"}",
                "a:STRING | {\"a\":1} | {}",
                "a:STRING | {\"a\":{\"b\":\"x\"}} | {}",
                "a:STRING | {\"a\":[\"x\"]} | {}",
                "a:STRING | {\"a\":null} | {\"a\":null}",
                "a:INTEGER | {\"a\":7} | {\"a\":7}",
                "a:INTEGER | {\"a\":7.0} | {}",
                "a:INTEGER | {\"a\":1e2} | {}",
                "a:INTEGER | {\"a\":\"7\"} | {}",
                "a:INTEGER | {\"a\":123456789012345678901234567890} | {\"a\":123456789012345678901234567890}",
                "a:NUMBER | {\"a\":1.50} | {\"a\":1.50}",
                "a:NUMBER | {\"a\":1e999999999} | {\"a\":1E+999999999}",
                "a:NUMBER | {\"a\":true} | {}",
                "a:BOOLEAN | {\"a\":false} | {\"a\":false}",
                "a:BOOLEAN | {\"a\":\"false\"} | {}",
                "a:STRINGS | {\"a\":[\"x\",\"y\"]} | {\"a\":[\"x\",\"y\"]}",
                "a:STRINGS | {\"a\":[\"x\",1]} | {}",
                "a:STRINGS | {\"a\":[]} | {\"a\":[]}",
                "a:STRINGS | {\"a\":\"x\"} | {}",
                "a.b:INTEGER | {\"a\":[{\"b\":1},{\"b\":\"x\"},3]} | {\"a\":[{\"b\":1},{}]}",
                "a:STRING a.b:INTEGER | {\"a\":{\"b\":1,\"c\":2}} | {\"a\":{\"b\":1}}",
                "b:STRING a:STRING | {\"a\":\"1\",\"b\":\"2\"} | {\"b\":\"2\",\"a\":\"1\"}"
            })
    void leavesOutWhatIsOfAnotherType(String returns, String answer, String shown) {
        assertThat(shown(answer, List.of(returns.split(" ")))).contains(shown);
    }

    @Test
    void withholdsNumbersAndNamesOfNoUse() {
        assertThat(shown("{\"id\":" + "9".repeat(400) + "}", List.of("x"))).isPresent();
        assertThat(shown("{\"id\":" + "9".repeat(401) + "}", List.of("x"))).isEmpty();
        assertThat(shown("{\"" + "n".repeat(1001) + "\":1}", List.of("x"))).isEmpty();
        assertThat(shown("[".repeat(64) + "]".repeat(64), List.of("x"))).isPresent();
        assertThat(shown("[".repeat(65) + "]".repeat(65), List.of("x"))).isEmpty();
        assertThat(shown("{\"id\":NaN}", List.of("id"))).isEmpty();
    }

    @Test
    void withholdsWhatStillShowsTheSecretAcrossFields() {
        assertThat(filter.shown(
                        "[{\"a\":12},{\"a\":34}]".getBytes(StandardCharsets.UTF_8),
                        List.of(field("a")),
                        List.of("12},{\"a\":34")))
                .isEqualTo(Showing.none(Withheld.HOLDS_SECRET));
    }
}
