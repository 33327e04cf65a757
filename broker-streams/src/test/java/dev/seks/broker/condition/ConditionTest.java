// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.catalogue.ActionDefinition;
import dev.seks.schemas.catalogue.ParamCheck;
import dev.seks.schemas.yaml.SourceFile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private static final Instant AT = Instant.parse("2026-01-05T12:00:00Z");
    private static final ActionCatalogue CATALOGUE = catalogue("""
            service: pay
            base_url: https://pay.example
            actions:
              transfer:
                summary: "pay"
                effect: money
                http: POST /transfers
                resource: "{to}"
                params:
                  to: { type: string, required: true }
                  amount: { type: number, required: true }
                  copies: { type: integer, default: 1 }
                  urgent: { type: boolean, default: false }
                  tags: { type: strings, default: [] }
                  note: { type: string }
              balance: { summary: "see", effect: read, http: GET /balance }
              refund:
                summary: "give back"
                effect: money
                http: POST /refunds
                params: { amount: { type: string, required: true } }
            """);
    private static final String PARAMS =
            "{\"to\": \"DE 1\", \"amount\": 12.5, \"tags\": [\"rent\", \"home\"], \"copies\": 2}";

    private static ActionCatalogue catalogue(String text) {
        return ((ActionCatalogue.Loaded) ActionCatalogue.load(List.of(new SourceFile("pay.yaml", text)))).catalogue();
    }

    private static ActionDefinition action(String name) {
        return CATALOGUE.action("pay", name).orElseThrow();
    }

    private static Condition read(String text) {
        Condition.Result result = Condition.read(text);
        assertThat(result).as("%s", result).isInstanceOf(Condition.Read.class);
        return ((Condition.Read) result).condition();
    }

    private static List<String> flaws(String text) {
        Condition.Result result = Condition.read(text);
        assertThat(result).isInstanceOf(Condition.Faulty.class);
        return ((Condition.Faulty) result).flaws().stream().map(Flaw::message).toList();
    }

    private static List<String> flawsFor(String text, String action) {
        return new Conditions.Builder()
                .add(read(text), action(action)).stream().map(Flaw::message).toList();
    }

    private static Truth judge(String text, String params) {
        Condition condition = read(text);
        Conditions.Builder builder = new Conditions.Builder();
        assertThat(builder.add(condition, action("transfer"))).isEmpty();
        ParamCheck check = action("transfer").check(params);
        return builder.build()
                .judge(
                        condition,
                        new Circumstances("a", action("transfer"), ((ParamCheck.Valid) check).params(), true, AT));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
                    true                                                 => HOLDS
                    false                                                => DOES_NOT_HOLD
                    params.to == "DE 1"                                  => HOLDS
                    params.to in ["FR 1", "DE 1"]                        => HOLDS
                    params.amount > 12.4 && params.amount < 12.6         => HOLDS
                    params.amount > 12                                   => HOLDS
                    params.amount >= 13                                  => DOES_NOT_HOLD
                    params.copies == 2                                   => HOLDS
                    params.copies * 2 + 1 == 5                           => HOLDS
                    !params.urgent                                       => HOLDS
                    "rent" in params.tags                                => HOLDS
                    params.tags.exists(t, t.startsWith("ho"))            => HOLDS
                    params.tags.all(t, size(t) == 4)                     => HOLDS
                    params.tags.exists_one(t, t == "rent")               => HOLDS
                    params.tags.filter(t, t > "i").size() == 1           => HOLDS
                    params.tags.map(t, t + "s") == ["rents", "homes"]    => HOLDS
                    has(params.note)                                     => DOES_NOT_HOLD
                    has(params.note) && params.note == "x"               => DOES_NOT_HOLD
                    !has(params.note) || params.note == "x"              => HOLDS
                    has(params.note) ? params.note == "x" : true         => HOLDS
                    params.to.matches("^DE [0-9]+$")                     => HOLDS
                    params.to.matches("E")                               => HOLDS
                    agent == "a" && service == "pay" && action == "transfer" => HOLDS
                    effect == "money"                                    => HOLDS
                    resource == "DE%201"                                 => HOLDS
                    reason_given                                         => HOLDS
                    now == timestamp("2026-01-05T12:00:00Z")             => HOLDS
                    now.getHours("Europe/Berlin") == 13                  => HOLDS
                    now < timestamp("2027-01-01T00:00:00Z")              => HOLDS
                    10 / (params.copies - 2) > 1                         => FAILED
                    params.copies * 9223372036854775807 > 0              => FAILED
                    10 / (params.copies - 2) > 1 || params.copies == 2   => HOLDS
                    int(params.to) > 0                                   => FAILED
                    now.getHours(params.to) == 1                         => FAILED
                    """)
    void isEvaluated(String text, Truth truth) {
        assertThat(judge(text, PARAMS)).isEqualTo(truth);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
                    params.ammount > 1            => at character 7: params has no ammount in pay transfer, did you mean amount, expected one of to, amount, copies, urgent, tags, note
                    has(params.ammount)           => at character 4: params has no ammount in pay transfer, did you mean amount, expected one of to, amount, copies, urgent, tags, note
                    params.note == "x"            => at character 7: params.note may be absent in pay transfer, expected has(params.note) && before it
                    params.note == "x" && has(params.note) => at character 7: params.note may be absent in pay transfer, expected has(params.note) && before it
                    has(params.note) || params.note == "x" => at character 27: params.note may be absent in pay transfer, expected has(params.note) && before it
                    params.to > 3                 => at character 11: > cannot be applied to (string, int)
                    params.to                     => at character 7: this is of type string, expected bool
                    params.tags == "x"            => at character 13: == cannot be applied to (list(string), string)
                    params.urgent == 1            => at character 15: == cannot be applied to (bool, int)
                    """)
    void mustFitTheParametersOfTheAction(String text, String flaw) {
        assertThat(flawsFor(text, "transfer")).containsExactly(flaw);
    }

    @Test
    void saysWhenAnActionTakesNoParameters() {
        assertThat(flawsFor("params.amount > 1", "balance"))
                .containsExactly("at character 7: params has no amount in pay balance, it takes none");
    }

    @Test
    void takesTheTypesOfEachActionForItself() {
        Condition condition = read("params.amount == params.amount");
        Conditions.Builder builder = new Conditions.Builder();

        assertThat(builder.add(condition, action("transfer"))).isEmpty();
        assertThat(builder.add(condition, action("refund"))).isEmpty();

        Conditions conditions = builder.build();
        for (String name : List.of("transfer", "refund")) {
            Object amount = name.equals("refund") ? "12" : (Object) 12.0;
            assertThat(conditions.judge(
                            condition,
                            new Circumstances("a", action(name), java.util.Map.of("amount", amount), true, AT)))
                    .isEqualTo(Truth.HOLDS);
        }
    }

    @Test
    void failsWhereItWasNeverHeldAgainstTheAction() {
        Circumstances at = new Circumstances("a", action("balance"), java.util.Map.of(), true, AT);

        assertThat(new Conditions.Builder().build().judge(read("true"), at)).isEqualTo(Truth.FAILED);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
                    1 +                       => at character 4: it ends here, expected more
                    agent                     => at character 1: this is of type string, expected bool
                    agnet == "a"              => at character 1: unknown name agnet, did you mean agent, expected one of action, agent, effect, now, params, reason_given, resource, service, or a function of CEL
                    reason == "please"        => at character 1: unknown name reason, expected one of action, agent, effect, now, params, reason_given, resource, service, or a function of CEL
                    agent > 3                 => at character 7: > cannot be applied to (string, int)
                    params == params          => at character 1: params stands by itself, expected one of its values, as in params.owner
                    "to" in params            => at character 9: params stands by itself, expected one of its values, as in params.owner
                    params["to"] == "x"       => at character 1: params stands by itself, expected one of its values, as in params.owner
                    dyn(params).to == "x"     => at character 5: params stands by itself, expected one of its values, as in params.owner
                    [1].exists(agent, true)   => at character 11: agent is a name of its own already, expected another for the entries of a list
                    agent.matches(params.to)  => at character 14: matches takes a pattern that is not written out, expected text in quotes
                    agent.matches("a(")       => at character 15: not a regular expression (missing closing ))
                    google.protobuf.Duration{seconds: 1} == null => at character 25: a message is made, expected a condition
                    """)
    void mustBeAConditionByItself(String text, String flaw) {
        assertThat(flaws(text)).first().isEqualTo(flaw);
    }

    @Test
    void tellsTheLineOfAFlaw() {
        assertThat(flaws("true &&\n  agnet == \"a\""))
                .first()
                .asString()
                .startsWith("at line 2, character 3: unknown name");
    }

    @Test
    void looksThroughOneListAtATime() {
        String nested = "params.tags.exists(a, params.tags.exists(b, a != b))";

        assertThat(flaws(nested))
                .containsExactly(
                        "at character 41: a list is looked through for each entry of another, expected one after the"
                                + " other");
        assertThat(judge("params.tags.exists(a, a == \"rent\") && params.tags.exists(b, b == \"home\")", PARAMS))
                .isEqualTo(Truth.HOLDS);
    }

    /** An agent can choose how long a list is, and must not choose how long a decision takes. */
    @Test
    void failsWhenItLooksThroughTooMuch() {
        String hundred = "\"x\"" + ", \"x\"".repeat(99);
        String params = "{\"to\": \"x\", \"amount\": 1, \"tags\": [" + hundred + "]}";

        assertThat(judge("params.tags.all(t, t == \"x\")", params)).isEqualTo(Truth.HOLDS);
        assertThat(judge(
                        String.join(" && ", java.util.Collections.nCopies(6, "params.tags.all(t, t == \"x\")")),
                        params))
                .isEqualTo(Truth.FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "!", "[", "-", "a.", "a ? ", "\"a\" + ", "[1].exists(x, ", "{\"a\": "})
    void isRefusedInBoundedTimeWhenItIsMadeToBeCostly(String piece) {
        String text = piece.repeat(Cel.MAX_LENGTH / piece.length());
        long start = System.nanoTime();

        assertThat(flaws(text))
                .hasSizeBetween(1, 20)
                .allSatisfy(flaw -> assertThat(flaw).hasSizeLessThan(300));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void isBoundedInLength() {
        assertThat(flaws("true" + " ".repeat(Cel.MAX_LENGTH)))
                .containsExactly("2004 characters long, expected at most 2000");
    }

    @Test
    void isBoundedInNumber() {
        Conditions.Builder builder = new Conditions.Builder();
        for (int i = 0; i < Conditions.MAX_CHECKED; i++) {
            assertThat(builder.add(read("params.copies > " + i), action("transfer")))
                    .isEmpty();
        }

        assertThat(builder.add(read("params.copies > -1"), action("transfer")))
                .containsExactly(new Flaw("more than 2000 different conditions in one policy"));
    }
}
