// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import static dev.seks.schemas.catalogue.CatalogueText.faults;
import static dev.seks.schemas.catalogue.CatalogueText.loaded;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFormTest {
    private static final String CATALOGUE = """
            service: s
            base_url: https://s.example
            credential: { ref: s, inject: { header: X-Key, format: "{secret}" } }
            headers: { Accept: application/json, X-Version: "1" }
            actions:
              pay:
                summary: pay
                effect: money
                http: POST /pay
                headers: { x-version: "2" }
                idempotency_key: Idempotency-Key
                returns: [id, { state: string, parts.count: integer }]
            """;

    @Test
    void readsHeadersOfTheServiceUnderThoseOfTheAction() {
        Call.HttpCall pay = (Call.HttpCall)
                loaded(CATALOGUE).action("s", "pay").orElseThrow().call();

        assertThat(pay.headers()).isEqualTo(Map.of("Accept", "application/json", "x-version", "2"));
        assertThat(pay.idempotencyHeader()).isEqualTo("Idempotency-Key");
    }

    @Test
    void takesACallWithAnIdempotencyKeyForRepeatable() {
        assertThat(loaded(CATALOGUE).action("s", "pay").orElseThrow().idempotent())
                .isTrue();
        assertThat(loaded(CATALOGUE.replace("    idempotency_key: Idempotency-Key\n", ""))
                        .action("s", "pay")
                        .orElseThrow()
                        .idempotent())
                .isFalse();
    }

    @Test
    void readsWhatFieldsMustBe() {
        assertThat(loaded(CATALOGUE).action("s", "pay").orElseThrow().returns())
                .isEqualTo(List.of(
                        new ReturnField(List.of("id"), ReturnType.ANY),
                        new ReturnField(List.of("state"), ReturnType.STRING),
                        new ReturnField(List.of("parts", "count"), ReturnType.INTEGER)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "AUTHORIZATION",
                "Cookie",
                "cookie",
                "Host",
                "Connection",
                "Proxy-Authorization",
                "PROXY-Connection",
                "X-Forwarded-For",
                "x-forwarded-host",
                "Forwarded",
                "X-HTTP-Method-Override",
                "x-http-method",
                "X-Method-Override",
                "Transfer-Encoding",
                "Content-Length",
                "Content-Encoding",
                "Accept-Encoding",
                "X-Original-URL",
                "X-Rewrite-URL",
                "Expect",
                "TE",
                "Trailer",
                "Upgrade",
                "Via",
                "X_Forwarded_For",
                "X Forwarded",
                "X-\u00c4",
                "\u0410uthorization",
                ":authority",
                "X-A:",
                "-X"
            })
    void refusesAHeaderThatDoesMoreThanInform(String header) {
        String text = CATALOGUE.replace("headers: { x-version", "headers: { \"" + header + "\": a, x-version");

        assertThat(faults(text)).singleElement().asString().contains("expected the name of a header that only informs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\r\\nX-Evil: 1", "a\\nb", "\\0", "\u00e4", "", " a", "a "})
    void refusesAValueThatCouldEndTheHeader(String value) {
        String text = CATALOGUE.replace("x-version: \"2\"", "x-version: \"" + value + "\"");

        assertThat(faults(text)).singleElement().asString().contains("printable ASCII characters without blanks");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    headers: { x-version: "2", X-Version: "3" }        | 10:32: header X-Version twice
                    headers: { x-key: "2" }                            | 9:11: header x-key is the credential's
                    headers: { content-type: text/html }               | 10:30: content type text/html, expected one of JSON, such as application/json
                    headers: [a]                                       | 10:14: headers is a list, expected a mapping
                    headers: { X-V: { a: b } }                         | 10:21: X-V is a mapping, expected text
                    max_rows: 3                                        | 10:15: max_rows does not go with http
                    """)
    void tellsFaultsOfHeaders(String line, String fault) {
        assertThat(faults(CATALOGUE.replace("headers: { x-version: \"2\" }", line)))
                .containsExactly("c.yaml:" + fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "X-Version", "accept", "X-KEY", "a b", "Host"})
    void givesTheIdempotencyKeyAHeaderOfItsOwn(String header) {
        assertThat(faults(CATALOGUE.replace("Idempotency-Key", "\"" + header + "\"")))
                .singleElement()
                .asString()
                .contains("expected the name of a header of its own");
    }

    @ParameterizedTest
    @CsvSource({"integr, 'type integr, did you mean integer, '", "object, 'type object, expected one of '"})
    void refusesAnUnknownTypeOfField(String type, String fault) {
        assertThat(faults(CATALOGUE.replace("state: string", "state: " + type)))
                .singleElement()
                .asString()
                .contains(fault + (fault.endsWith("of ") ? "any, string, integer, number, boolean, strings" : ""));
    }

    @Test
    void refusesACredentialThatIsALogin() {
        String text = CATALOGUE.replace("{ header: X-Key, format: \"{secret}\" }", "{ login: \"{user}:{password}\" }");

        assertThat(faults(text))
                .containsExactly("c.yaml:9:11: an http action takes its credential in a header, expected inject:"
                        + " { header, format }");
    }

    @Test
    void readsAFormatThatEncodesTheSecret() {
        Credential credential = loaded(CATALOGUE
                        .replace("\"{secret}\"", "\"Basic {secret:base64}\"")
                        .replace("X-Key", "Authorization"))
                .service("s")
                .orElseThrow()
                .credential();

        assertThat(((Credential.Header) credential.injection()).value("user:pass"))
                .isEqualTo("Basic dXNlcjpwYXNz");
    }
}
