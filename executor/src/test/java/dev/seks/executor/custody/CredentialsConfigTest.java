// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.custody;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.yaml.SourceFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsConfigTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version: 2                                             | version is 2, expected 1",
                "credentials: []                                        | a credentials file has no version",
                "{ version: 1, stores: [] }                             | unknown key stores",
                "{ version: 1, credentials: {} }                        | credentials is a mapping, expected a list",
                "{ version: 1, credentials: [ { name: A, domain: a, hosts: [a.b], from: { file: x } } ] } | name A, expected a-z",
                "{ version: 1, credentials: [ { name: a, domain: ../a, hosts: [a.b], from: { file: x } } ] } | domain ../a, expected",
                "{ version: 1, credentials: [ { name: a, domain: a, hosts: [], from: { file: x } } ] } | 0 hosts, expected 1 to 16",
                "{ version: 1, credentials: [ { name: a, domain: a, hosts: ['*'], from: { file: x } } ] } | without wildcards",
                "{ version: 1, credentials: [ { name: a, domain: a, hosts: [a.b] } ] } | a credential has no from",
                "{ version: 1, credentials: [ { name: a, domain: a, hosts: [a.b], from: {} } ] } | from has either",
                "{ version: 1, credentials: [ { name: a, domain: a, hosts: [a.b], from: { file: x, environment: Y } } ] } | from has either",
                "{ version: 1, credentials: [ { name: a, domain: a, hosts: [a.b], from: { environment: Y, allow_readable: true } } ] } | allow_readable",
                "{ version: 1, credentials: [ { name: a, domain: a, hosts: [a.b], from: { environment: a b } } ] } | expected the name of a variable",
                "{ version: 1, credentials: [ { name: a, domain: a, hosts: [a.b], from: { file: ' ' } } ] } | expected a path",
                "{ version: 1, credentials: [ { name: a, domain: a, hosts: [a.b], value: secret, from: { file: x } } ] } | unknown key value",
                "{ version: 1, credentials: [ &c { name: a, domain: a, hosts: [a.b], from: { file: x } }, *c ] } | credential a of domain a twice",
            })
    void tellsWhatIsWrong(String text, String fault) {
        assertThat(CredentialsConfig.load(new SourceFile("credentials.yaml", text)))
                .isInstanceOfSatisfying(
                        CredentialsConfig.Faulty.class,
                        faulty -> assertThat(faulty.faults())
                                .anySatisfy(one -> assertThat(one.message()).contains(fault)));
    }
}
