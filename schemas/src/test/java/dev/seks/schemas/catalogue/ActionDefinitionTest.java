// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import static dev.seks.schemas.catalogue.CatalogueText.faults;
import static dev.seks.schemas.catalogue.CatalogueText.loaded;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionDefinitionTest {

    @Test
    void summarisesForAPersonWithNothingInvisible() {
        ActionDefinition create = CatalogueText.action("github", "repos.create");

        assertThat(create.summary(Map.of("name", "site", "private", true))).isEqualTo("create repository site");
        assertThat(create.summary(Map.of("name", "a\nb\u202Ec{name}")))
                .isEqualTo("create repository a\\u{a}b\\u{202e}c{name}");
        assertThat(create.summary(Map.of("name", "x".repeat(500)))).hasSize("create repository ".length() + 201);
    }

    @Test
    void namesNoTwoThingsByTheSameResource() {
        ActionDefinition get = CatalogueText.action("github", "repos.get");

        assertThat(get.resource(Map.of("owner", "acme", "repo", "site"))).contains("acme/site");
        assertThat(get.resource(Map.of("owner", "a/b", "repo", "c"))).contains("a%2Fb/c");
        assertThat(get.resource(Map.of("owner", "a", "repo", "b/c"))).contains("a/b%2Fc");
        assertThat(CatalogueText.action("email", "draft.list").resource(Map.of()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET /x/{id}/..        | path segment ".." of GET /x/{id}/.., expected one placeholder, or text that is more than dots
                    GET /x//y             | path segment "" of GET /x//y, expected one placeholder, or text that is more than dots
                    GET /x/               | path segment "" of GET /x/, expected one placeholder, or text that is more than dots
                    GET /x/{id}{id}       | path segment "{id}{id}" of GET /x/{id}{id}, expected one placeholder, or text that is more than dots
                    GET /x/.{id}          | path segment ".{id}" of GET /x/.{id}, expected one placeholder, or text that is more than dots
                    GET x                 | http GET x, expected a method and a path, as in GET /repos/{owner}
                    GET                   | http GET, expected a method and a path, as in GET /repos/{owner}
                    GET /x?y={id}         | http GET /x?y={id}, expected a method and a path, as in GET /repos/{owner}
                    GET /x%2e             | http GET /x%2e, expected a method and a path, as in GET /repos/{owner}
                    get /x                | http get /x, expected one of GET, HEAD, POST, PUT, PATCH, DELETE and a path
                    GET /x/{idd}          | {idd} is not a parameter of this action, did you mean id
                    GET /x/{opt}          | {opt} may be absent, expected a parameter that is required or has a default
                    GET /x/{flag}         | {flag} is a boolean, expected a string or integer
                    GET /x/{id            | GET /x/{id has a { without a }
                    GET /x/id}            | GET /x/id} has a } without a {
                    DELETE /x/{id}        | effect read on a call that changes something, expected another effect
                    """)
    void refusesACallThatCouldGoElsewhere(String call, String message) {
        String text = """
                service: s
                base_url: https://s.example
                actions:
                  go:
                    summary: go
                    effect: read
                    http: "%s"
                    params:
                      id: { type: string, required: true }
                      opt: { type: string }
                      flag: { type: boolean, default: true }
                """.formatted(call);

        String shown = message.replace("http " + call, "http \"" + call + "\"")
                .replace("of " + call, "of \"" + call + "\"")
                .replace(call + " has", "\"" + call + "\" has");
        assertThat(faults(text)).hasSize(1).first().asString().endsWith(": " + shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WRITE ../{name}",
                "WRITE a/../{name}",
                "WRITE /etc/{name}",
                "WRITE {name}/",
                "WRITE",
                "WRITE .{name}",
                "WRITE a/./{name}",
                "MOVE {name}",
                "WRITE C:\\\\{name}"
            })
    void refusesAFileOutsideTheRoot(String call) {
        String text = """
                service: s
                root: drafts
                actions:
                  go:
                    summary: go
                    effect: write
                    file: "%s"
                    params:
                      name: { type: string, default: a }
                      text: { type: string, required: true, in: content }
                """.formatted(call);

        assertThat(faults(text))
                .isNotEmpty()
                .allMatch(f -> f.startsWith("c.yaml:7:11: ") || f.startsWith("c.yaml:9:13: "));
    }

    @Test
    void refusesAResourceThatCouldMeanTwoThings() {
        String text = """
                service: s
                base_url: https://s.example
                actions:
                  go:
                    summary: go
                    effect: write
                    http: POST /go
                    params: { a: { type: string, required: true }, b: { type: string, required: true } }
                    resource: "{a}-{b}"
                """;

        assertThat(faults(text))
                .containsExactly("c.yaml:9:15: resource \"{a}-{b}\", expected a / or : between two placeholders");
        assertThat(loaded(text.replace("}-{", "}:{")).action("s", "go")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://s.example",
                "https://s.example/",
                "https://u:p@s.example",
                "https://s.example?x=1",
                "https://s.example/#a",
                "ftp://s.example",
                "//s.example",
                "s.example",
                "https://",
                "https://s.example/a/../b",
                "https://s .example",
                "javascript:alert(1)",
            })
    void refusesABaseUrlThatIsNotPlainHttps(String url) {
        assertThat(faults("service: s\nbase_url: \"" + url + "\"\nactions: {}\n"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("c.yaml:2:11: base_url \"" + url + "\", expected https://");
    }

    @Test
    void allowsPlainHttpOnlyWithPrivateAddresses() {
        String text = "service: s\nbase_url: http://127.0.0.1:8080\nallow_private: true\nactions: {}\n";

        assertThat(loaded(text).service("s").orElseThrow().allowPrivate()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {ref: x, inject: {header: Host, format: "{secret}"}}            | 2:39: header Host, expected the name of a header that carries a credential
                    {ref: x, inject: {header: "X-A\\nB", format: "{secret}"}}       | 2:39: header "X-A\\u{a}B", expected the name of a header that carries a credential
                    {ref: x, inject: {header: X-Key, format: "abc"}}                | 2:54: format "abc", expected printable ASCII with {secret} or {secret:base64} in it once
                    {ref: x, inject: {header: X-Key, format: "{secret}{secret}"}}   | 2:54: format "{secret}{secret}", expected printable ASCII with {secret} or {secret:base64} in it once
                    {ref: x, inject: {header: X-Key, format: "{secret}\\r\\nA: b"}} | 2:54: format "{secret}\\u{d}\\u{a}A: b", expected printable ASCII with {secret} or {secret:base64} in it once
                    {ref: ../x, inject: {header: X-Key, format: "{secret}"}}        | 2:19: ref ../x, expected a-z, 0-9, _ and -, a letter first, at most 64
                    {inject: {header: X-Key, format: "{secret}"}}                   | 2:13: credential has no ref
                    {ref: x}                                                        | 2:13: credential has no inject
                    """)
    void refusesACredentialThatCouldBendTheRequest(String credential, String fault) {
        assertThat(faults("service: s\ncredential: " + credential + "\nactions: {}\n"))
                .containsExactly("c.yaml:" + fault);
    }

    @Test
    void readsCostIdempotenceAndNestedFields() {
        ActionDefinition action = loaded("""
                        service: s
                        base_url: https://s.example
                        actions:
                          go:
                            summary: go
                            effect: money
                            http: POST /go
                            idempotent: true
                            cost: { usd: 0.025 }
                            returns: [id, owner.login]
                        """).action("s", "go").orElseThrow();

        assertThat(action.idempotent()).isTrue();
        assertThat(action.costUsd()).isEqualTo(new BigDecimal("0.025"));
        assertThat(action.returns())
                .isEqualTo(
                        List.of(ReturnField.of("id", ReturnType.ANY), ReturnField.of("owner.login", ReturnType.ANY)));
        assertThat(action.effect()).isEqualTo(Effect.MONEY);
    }

    @Test
    void tellsFaultsOfParameters() {
        String text = """
                service: s
                base_url: https://s.example
                actions:
                  go:
                    summary: go
                    effect: write
                    http: POST /go
                    params:
                      a: { type: strin }
                      b: { type: string, required: true, default: x }
                      c: { type: integer, min: 5, max: 4 }
                      d: { type: integer, pattern: x }
                      e: { type: string, in: content }
                      f: { type: boolean, default: "true" }
                      g: { type: string, pattern: "[a-z]+", default: A }
                      h: { type: string, max_length: 100000 }
                      i: { type: string, enum: [] }
                      1x: { type: string }
                      j: { type: string, pattern: "(ab){1,200}", max_length: 65536 }
                    file: READ a
                """;

        assertThat(faults(text.replace("    file: READ a\n", "")))
                .containsExactly(
                        "c.yaml:9:18: type strin, did you mean string, expected one of string, integer, number, boolean,"
                                + " strings",
                        "c.yaml:10:10: parameter b is required and has a default, expected one of them",
                        "c.yaml:11:10: min 5 is above max 4",
                        "c.yaml:12:36: pattern does not go with this type",
                        "c.yaml:13:30: in content, expected a file action",
                        "c.yaml:14:36: default is \"true\", expected true or false",
                        "c.yaml:15:54: default is A, expected to match [a-z]+",
                        "c.yaml:16:38: max_length is 100000, expected a whole number from 1 to 65536",
                        "c.yaml:17:10: enum has 0 values, expected 1 to 200",
                        "c.yaml:18:7: parameter 1x, expected letters, digits, _ and -, a letter first, at most 64",
                        "c.yaml:19:35: pattern repeats too much for max_length 65536, expected a lower max_length");
        assertThat(faults(text)).contains("c.yaml:5:5: an action has one of http, file, sql, email");
    }
}
