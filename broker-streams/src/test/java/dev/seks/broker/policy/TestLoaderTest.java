// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestLoaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEAD = "version: 1\nagents: {}\ntests:\n";

    private static String withTest(String test) {
        return HEAD + "  - " + test + "\n";
    }

    private static String withParams(String params) {
        return withTest("{ given: { agent: a, service: s, action: x, params: " + params + " }, expect: approved }");
    }

    private static PolicyTest only(String policy) {
        List<PolicyTest> tests = PolicyText.loaded(policy).tests();
        assertThat(tests).hasSize(1);
        return tests.get(0);
    }

    private static JsonNode params(String params) throws JsonProcessingException {
        return JSON.readTree(only(withParams(params)).given().params());
    }

    @Test
    void readsAllThatATestMaySay() {
        PolicyTest test = only(withTest("{ name: at night, given: { agent: a-1, service: s_2, action: x.y,"
                + " params: { k: v }, reason: \"because\" }, at: \"2026-01-05T23:00:00.5Z\", expect: denied,"
                + " reason: NO_RULE, rule: \"roles.r.services.*.allow[12]\" }"));

        assertThat(test.path()).isEqualTo("tests[0]");
        assertThat(test.line()).isEqualTo(4);
        assertThat(test.name()).isEqualTo("at night");
        assertThat(test.given().agent()).isEqualTo("a-1");
        assertThat(test.given().service()).isEqualTo("s_2");
        assertThat(test.given().action()).isEqualTo("x.y");
        assertThat(test.given().reason()).isEqualTo("because");
        assertThat(test.at()).isEqualTo(Instant.parse("2026-01-05T23:00:00.500Z"));
        assertThat(test.expected())
                .isEqualTo(new PolicyTest.Expected(
                        "denied", Optional.of("NO_RULE"), Optional.of("roles.r.services.*.allow[12]")));
    }

    @Test
    void fillsInWhatATestDoesNotSay() throws JsonProcessingException {
        PolicyTest test = only(withTest("{ given: { agent: a, service: s, action: x }, expect: pending }"));

        assertThat(test.name()).isEqualTo("tests[0]");
        assertThat(test.given().reason()).isEmpty();
        assertThat(JSON.readTree(test.given().params())).isEqualTo(JSON.createObjectNode());
        assertThat(test.at()).isEqualTo(PolicyTest.DEFAULT_AT);
        assertThat(test.expected()).isEqualTo(new PolicyTest.Expected("pending", Optional.empty(), Optional.empty()));
    }

    @Test
    void testsKeepTheirOrderAndPlace() {
        List<PolicyTest> tests = PolicyText.loaded(HEAD
                        + "  - { given: { agent: a, service: s, action: x }, expect: denied }\n"
                        + "  - { given: { agent: b, service: s, action: x }, expect: denied }\n")
                .tests();

        assertThat(tests).extracting(PolicyTest::path).containsExactly("tests[0]", "tests[1]");
        assertThat(tests).extracting(PolicyTest::line).containsExactly(4, 5);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    7                        | 7
                    -7                       | -7
                    0                        | 0
                    0.01                     | 0.01
                    100000.00                | 100000.00
                    123456789012345678       | 123456789012345678
                    -0.5                     | -0.5
                    true                     | true
                    false                    | false
                    text                     | "text"
                    two words                | "two words"
                    "7"                      | "7"
                    "true"                   | "true"
                    "null"                   | "null"
                    "no"                     | "no"
                    'it''s'                  | "it's"
                    "a \\"quote\\" and \\\\" | "a \\"quote\\" and \\\\"
                    "a\\nb\\tc"              | "a\\nb\\tc"
                    "é и 🙂"                 | "é и 🙂"
                    ""                       | ""
                    []                       | []
                    [a, 7, true, "7"]        | ["a", 7, true, "7"]
                    {}                       | {}
                    { b: { c: [1, { d: e }] } } | {"b": {"c": [1, {"d": "e"}]}}
                    """)
    void valueIsTheSameInJson(String yaml, String json) throws JsonProcessingException {
        assertThat(params("{ k: " + yaml + " }").get("k").toString())
                .isEqualTo(JSON.readTree(json).toString());
    }

    /** A fraction with a zero at its end, or one that is no binary number, must reach the evaluator as it is written. */
    @ParameterizedTest
    @ValueSource(strings = {"1.0", "0.10", "99999999999999999", "0.12345678901234567"})
    void numberKeepsItsDigits(String number) {
        assertThat(only(withParams("{ k: " + number + " }")).given().params()).contains("\"k\": " + number);
    }

    @Test
    void namesOfParametersAreTextWhateverTheyAre() throws JsonProcessingException {
        JsonNode params = params("{ \"7\": a, \"a b\": b, Upper: c, \"q\\\"\": d }");

        assertThat(params.fieldNames()).toIterable().containsExactly("7", "a b", "Upper", "q\"");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "yes",
                "no",
                "on",
                "off",
                "True",
                "FALSE",
                "2026-01-05",
                "2026-01-05T12:00:00Z",
                "012",
                "0x1F",
                "1_000",
                "1:30",
                "1e3",
                ".5",
                "5.",
                "+7",
                ".inf",
                ".nan",
                "1234567890123456789"
            })
    void whatYamlMayReadAsSomethingElseIsToBeQuoted(String value) {
        assertThat(PolicyText.faults(withParams("{ k: " + value + " }")))
                .singleElement()
                .asString()
                .startsWith("p.yaml:4:62: parameter is ")
                .endsWith(", quote it if it is text: \"" + value + '"');
    }

    @Test
    void everyValueThatMustBeQuotedIsToldAtOnceHoweverDeepItIs() {
        assertThat(PolicyText.faults(withParams("{ a: yes, b: [no, { c: 012 }] }")))
                .hasSize(3)
                .allMatch(fault -> fault.contains("quote it if it is text"));
    }

    /** Nothing is no value anywhere in a policy; a parameter that is null would fit no action anyway. */
    @ParameterizedTest(name = "the value {0}")
    @ValueSource(strings = {"", "null", "~", "Null", "NULL"})
    void nothingIsNoValue(String nothing) {
        assertThat(PolicyText.faults(withParams("{ k: " + nothing + " }")))
                .singleElement()
                .asString()
                .endsWith("k is null, expected a value");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    { given: { agent: a, service: s, action: x } }                                     | has no expect
                    { given: { agent: a, service: s }, expect: denied }                                | given has no action
                    { expect: denied }                                                                 | has no given
                    { given: { agent: "a*", service: s, action: x }, expect: denied }                  | agent "a*"
                    { given: { agent: a, service: "*", action: x }, expect: denied }                   | service "*"
                    { given: { agent: a, service: s, action: X }, expect: denied }                     | action X
                    { given: { agent: a, service: s, action: x, params: [] }, expect: denied }         | params is a list
                    { given: { agent: a, service: s, action: x, params: "{}" }, expect: denied }       | params is "{}"
                    { given: { agent: a, service: s, action: x, parms: {} }, expect: denied }          | did you mean params
                    { given: { agent: a, service: s, action: x }, expect: DENIED }                     | expect is DENIED
                    { given: { agent: a, service: s, action: x }, expect: denied, reason: FROZEN }     | reason is FROZEN
                    { given: { agent: a, service: s, action: x }, expect: denied, rule: "deny[0]" }    | rule "deny[0]"
                    { given: { agent: a, service: s, action: x }, expect: denied, at: "2026-01-05" }   | "2026-01-05"
                    { given: { agent: a, service: s, action: x }, expect: denied, at: "2026-02-30T12:00:00Z" } | "2026-02-30T12:00:00Z"
                    { given: { agent: a, service: s, action: x }, expect: denied, at: "2026-01-05T12:00:00+01:00" } | +01:00
                    { given: { agent: a, service: s, action: x }, expect: denied, expects: denied }    | did you mean expect
                    """)
    void whatIsNoTestIsAFault(String test, String says) {
        assertThat(PolicyText.faults(withTest(test))).anyMatch(fault -> fault.contains(says));
    }

    @Test
    void faultInOneTestLeavesThePlacesOfTheOthersAsTheyAre() {
        List<String> faults = PolicyText.faults(HEAD
                + "  - nobody deletes\n"
                + "  - { given: { agent: a, service: s, action: x, params: { k: yes } }, expect: denied }\n");

        assertThat(faults).hasSize(2);
        assertThat(faults.get(1)).startsWith("p.yaml:5:");
    }
}
