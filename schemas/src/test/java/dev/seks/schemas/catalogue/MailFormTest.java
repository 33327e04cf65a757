// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import static dev.seks.schemas.catalogue.CatalogueText.faults;
import static dev.seks.schemas.catalogue.CatalogueText.loaded;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailFormTest {
    private static final String CATALOGUE = """
            service: mail
            smtp: { host: smtp.acme.example, from: agents@acme.example, recipients: [Acme.example, ola@other.example] }
            credential: { ref: mail, inject: { login: "{user}:{password}" } }
            actions:
              send:
                summary: "send {subject}"
                effect: send
                email: SEND
                params:
                  to: { type: strings, required: true }
                  copies: { type: string, in: cc }
                  subject: { type: string, required: true }
                  text: { type: string, required: true }
                returns: [message_id]
            """;

    @Test
    void readsAMailServerAndItsActions() {
        ServiceDefinition service = loaded(CATALOGUE).service("mail").orElseThrow();
        ActionDefinition send = service.action("send").orElseThrow();

        assertThat(service.mail().port()).isEqualTo(587);
        assertThat(service.mail().security()).isEqualTo(MailServer.Security.STARTTLS);
        assertThat(service.mail().maxRecipients()).isEqualTo(10);
        assertThat(send.call()).isEqualTo(new Call.MailCall("to", "copies", "subject", "text"));
        assertThat(send.idempotent()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "kim@acme.example, true",
        "kim@ACME.example, true",
        "ola@other.example, true",
        "ola@OTHER.EXAMPLE, true",
        "OLA@other.example, false",
        "kim@other.example, false",
        "kim@sub.acme.example, false",
        "kim@notacme.example, false",
        "kim@acme.example.evil.example, false",
        "kim%evil.example@acme.example, false",
        "evil.example!kim@acme.example, false",
        "'\"kim@evil.example\"@acme.example', false",
        "Kim <kim@acme.example>, false",
        "'kim@acme.example, eve@evil.example', false",
        "kim@acme.example., false",
        "kim@[127.0.0.1], false",
        "kim@@acme.example, false",
        ".kim@acme.example, false",
        "k..m@acme.example, false",
        "'kim@acme.example ', false",
        "k\u00efm@acme.example, false",
        "kim@\u0430cme.example, false",
        "(a)kim@acme.example, false",
        "team:kim@acme.example;, false",
        "kim, false",
        "'', false"
    })
    void knowsWhomMailMayGoTo(String address, boolean allowed) {
        MailServer mail = loaded(CATALOGUE).service("mail").orElseThrow().mail();

        assertThat(mail.recipient(address).isPresent()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kim@acme.example\r\nBcc: eve@evil.example", "kim@acme.example\n", "kim\0@acme.example"})
    void takesNoAddressWithAControlCharacter(String address) {
        assertThat(MailAddress.parse(address)).isEmpty();
    }

    @Test
    void takesNoAddressThatIsTooLong() {
        assertThat(MailAddress.parse("k".repeat(64) + "@acme.example")).isPresent();
        assertThat(MailAddress.parse("k".repeat(65) + "@acme.example")).isEmpty();
        assertThat(MailAddress.parse("k@" + "a.".repeat(130) + "example")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    host: smtp.acme.example       | host: "a b"              | 2:15: host "a b", expected the name of a host
                    from: agents@acme.example     | from: agents             | 2:40: from agents, expected an address such as agents@acme.example
                    from: agents@acme.example     | from: "A <a@b.example>"  | 2:40: from "A <a@b.example>", expected an address such as agents@acme.example
                    [Acme.example, ola@other.example] | ["*.acme.example"]   | 2:74: recipients "*.acme.example", expected a domain such as acme.example, or an address
                    [Acme.example, ola@other.example] | []                   | 2:7: 0 recipients, expected 1 to 200
                    , recipients: [Acme.example, ola@other.example] | ~~     | 2:7: smtp has no recipients
                    from: agents                  | tls: none, from: agents  | 2:39: tls none, expected starttls or implicit unless allow_private: true
                    from: agents                  | tls: ssl, from: agents   | 2:39: tls ssl, expected one of implicit, starttls, none
                    from: agents                  | port: 0, from: agents    | 2:40: port is 0, expected a whole number from 1 to 65535
                    from: agents                  | max_recipients: 101, from: agents | 2:50: max_recipients is 101, expected a whole number from 1 to 100
                    from: agents                  | from_name: "a\\nb", from: agents | 2:45: from_name "a\\u{a}b", expected one line of at most 100 characters
                    email: SEND                   | email: send              | 8:12: email send, expected SEND
                    , in: cc                      | ~~                       | 11:15: parameter copies goes nowhere, expected in: to, cc, subject or text
                    in: cc                        | in: body                 | 11:35: in body, expected an http action with a body: POST, PUT or PATCH
                    in: cc                        | in: to                   | 8:12: 2 parameters with in: to, expected one that is required or has a default
                    type: strings, required: true | type: strings            | 8:12: 1 parameters with in: to, expected one that is required or has a default
                    subject: { type: string       | subject: { type: integer | 8:12: parameter subject is integer, expected string
                    smtp: {                       | smpt: {                  | 8:12: an email action needs the service's smtp
                    """)
    void tellsFaults(String from, String to, String fault) {
        assertThat(faults(CATALOGUE.replace(from, to))).contains("c.yaml:" + fault);
    }

    @Test
    void refusesACredentialInAHeader() {
        assertThat(faults(CATALOGUE.replace("{ login: \"{user}:{password}\" }", "{ header: A, format: \"{secret}\" }")))
                .containsExactly("c.yaml:8:12: an email action takes its credential as inject: { login:"
                        + " \"{user}:{password}\" }");
    }
}
