// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import static dev.seks.schemas.catalogue.CatalogueText.action;
import static dev.seks.schemas.catalogue.CatalogueText.taking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

    @Test
    void fillsInDefaultsInTheOrderOfTheCatalogue() {
        ParamCheck check = action("github", "repos.create").check("{\"name\":\"site\"}");

        assertThat(valid(check)).containsExactly(Map.entry("name", "site"), Map.entry("private", true));
    }

    @Test
    void keepsTheOrderOfTheCatalogueWhateverTheAgentWrites() {
        Map<String, Object> params =
                valid(action("github", "repos.create").check("{\"private\":false,\"name\":\"a\"}"));

        assertThat(params).containsExactly(Map.entry("name", "a"), Map.entry("private", false));
        assertThatThrownBy(() -> params.put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void readsEachTypeAsItsJavaValue() {
        ActionDefinition action = taking(
                "s: { type: string }",
                "i: { type: integer }",
                "n: { type: number }",
                "b: { type: boolean }",
                "l: { type: strings }");

        Map<String, Object> params =
                valid(action.check("{\"s\":\"x\",\"i\":-7,\"n\":1,\"b\":true,\"l\":[\"a\",\"b\"]}"));

        assertThat(params)
                .containsExactly(
                        Map.entry("s", "x"),
                        Map.entry("i", -7L),
                        Map.entry("n", 1.0),
                        Map.entry("b", true),
                        Map.entry("l", List.of("a", "b")));
    }

    @Test
    void leavesOutWhatIsOptionalAndAbsent() {
        assertThat(valid(taking("s: { type: string }").check("{}"))).isEmpty();
    }

    @Test
    void tellsAllFaultsWithTheirPaths() {
        ParamCheck check = action("github", "repos.get")
                .check("{\"owner\":\"a b\",\"owner\":\"x\",\"repoo\":{\"x\":[1]},\"repo\":5}");

        assertThat(faults(check))
                .containsExactly(
                        "$.owner: expected to match ^[A-Za-z0-9-]{1,39}$",
                        "$.owner: given twice",
                        "$.repoo: not a parameter, did you mean repo",
                        "$.repo: expected a string");
    }

    @Test
    void tellsWhatIsMissing() {
        assertThat(faults(action("github", "repos.get").check("{}")))
                .containsExactly("$.owner: missing, expected a string", "$.repo: missing, expected a string");
    }

    @Test
    void tellsWhatIsMissingBesideWhatIsWrong() {
        assertThat(faults(action("github", "repos.get").check("{\"repo\":5}")))
                .containsExactly("$.repo: expected a string", "$.owner: missing, expected a string");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"x\"",
                "{",
                "{}{}",
                "{} x",
                "{'s':\"x\"}",
                "{s:1}",
                "{\"s\":\"x\",}",
                "// c\n{}",
                "{\"s\":NaN}",
                "{\"i\":01}",
                "{\"i\":+1}",
                "{\"s\":\"a\nb\"}",
                "{\"s\":\"\\x41\"}",
                "\uFEFF{}",
            })
    void refusesWhatIsNotOneJsonObject(String json) {
        ParamCheck check = taking("s: { type: string }", "i: { type: integer }").check(json);

        assertThat(faults(check)).hasSize(1).first().asString().startsWith("$: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"s":null}                  | $.s: expected a string
                    {"s":true}                  | $.s: expected a string
                    {"s":""}                    | $.s: expected one of a, b
                    {"i":1.0}                   | $.i: expected a whole number
                    {"i":1e2}                   | $.i: expected a whole number
                    {"i":"1"}                   | $.i: expected a whole number
                    {"i":99999999999999999999}  | $.i: expected a whole number
                    {"i":0}                     | $.i: expected a whole number from 1 to 10
                    {"i":11}                    | $.i: expected a whole number from 1 to 10
                    {"n":1e999}                 | $.n: expected a number from 0.0 to 0.5
                    {"n":-0.1}                  | $.n: expected a number from 0.0 to 0.5
                    {"b":1}                     | $.b: expected true or false
                    {"l":"a"}                   | $.l: expected a list of strings
                    {"l":["a",1]}               | $.l: expected a list of strings
                    {"l":["abcd"]}              | $.l: entry 0: 4 characters long, expected at most 3
                    {"t":"abcd"}                | $.t: 4 characters long, expected at most 3
                    {"t":"\\ud800"}             | $.t: expected well-formed Unicode
                    {"t":"\\udc00\\ud800"}      | $.t: expected well-formed Unicode
                    """)
    void refusesAValueThatDoesNotFit(String json, String fault) {
        ActionDefinition action = taking(
                "s: { type: string, enum: [a, b] }",
                "i: { type: integer, min: 1, max: 10 }",
                "n: { type: number, min: 0, max: 0.5 }",
                "b: { type: boolean }",
                "l: { type: strings, max_length: 3 }",
                "t: { type: string, max_length: 3 }");

        assertThat(faults(action.check(json))).containsExactly(fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a\\\\b", "a\\u0000", "\\n"})
    void refusesAValueThatWouldBendAPath(String value) {
        ActionDefinition action = CatalogueText.loaded("""
                        service: s
                        base_url: https://s.example
                        actions:
                          get: { summary: get, effect: read, http: "GET /x/{id}", params: { id: { type: string, required: true } } }
                        """).action("s", "get").orElseThrow();

        assertThat(faults(action.check("{\"id\":\"" + value + "\"}")))
                .containsExactly("$.id: expected one segment of a path: not empty, not . or .., no slash, no control"
                        + " character");
    }

    @Test
    void boundsTextDepthAndFaults() {
        ActionDefinition action = taking("s: { type: string, max_length: 65536 }");
        String justFits = "{\"s\":\"" + "x".repeat(Parameters.MAX_JSON_BYTES - 8) + "\"}";
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i < 1000; i++) {
            many.append("\"p").append(i).append("\":1,");
        }

        assertThat(valid(action.check(justFits))).hasSize(1);
        assertThat(faults(action.check(justFits + " "))).containsExactly("$: too long, expected at most 65536 bytes");
        assertThat(faults(action.check("{\"s\":\"" + "ä".repeat(40_000) + "\"}")))
                .containsExactly("$: too long, expected at most 65536 bytes");
        assertThat(faults(action.check("{\"s\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}")))
                .containsExactly("$: nested too deep or a number too long, expected an object of plain values");
        assertThat(faults(action.check(many + "\"s\":\"x\"}")))
                .hasSize(Parameters.MAX_FAULTS + 1)
                .last()
                .isEqualTo("$: and 980 more faults");
    }

    @Test
    void repeatsNoValueAndNothingInvisibleInAFault() {
        List<String> faults =
                faults(taking("i: { type: integer }").check("{\"i\":\"hunter2\",\"\u202Ex\\n\":\"hunter2\"}"));

        assertThat(faults).containsExactly("$.i: expected a whole number", "$.\"\\u{202e}x\\u{a}\": not a parameter");
    }

    static Map<String, Object> valid(ParamCheck check) {
        assertThat(check).isInstanceOf(ParamCheck.Valid.class);
        return ((ParamCheck.Valid) check).params();
    }

    static List<String> faults(ParamCheck check) {
        assertThat(check).isInstanceOf(ParamCheck.Invalid.class);
        return ((ParamCheck.Invalid) check).faults();
    }
}
