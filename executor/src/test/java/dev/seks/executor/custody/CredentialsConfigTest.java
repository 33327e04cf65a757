// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.custody;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.yaml.SourceFile;
import java.nio.file.Path;
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
                "{ version: 1, credentials: [ { name: a, domain: a, hosts: [a.b], from: {} } ] } | from has exactly one of",
                "{ version: 1, credentials: [ { name: a, domain: a, hosts: [a.b], from: { file: x, environment: Y } } ] } | from has exactly one of",
                "{ version: 1, credentials: [ { name: a, domain: a, hosts: [a.b], from: { environment: Y, allow_readable: true } } ] } | allow_readable",
                "{ version: 1, credentials: [ { name: a, domain: a, hosts: [a.b], from: { environment: a b } } ] } | expected the name of a variable",
                "{ version: 1, credentials: [ { name: a, domain: a, hosts: [a.b], from: { file: ' ' } } ] } | expected a path",
                "{ version: 1, credentials: [ { name: a, domain: a, hosts: [a.b], value: secret, from: { file: x } } ] } | unknown key value",
                "{ version: 1, safe: { key: { passphrase: hunter2-hunter2 } } } | the passphrase itself must never stand here",
                "{ version: 1, safe: { key: {} } } | key has exactly one of file, passphrase, passphrase_file, vault",
                "{ version: 1, safe: { key: { file: a, vault: b } } } | key has exactly one of",
                "{ version: 1, safe: { key: { file: a, transit: b } } } | key transit does not belong",
                "{ version: 1, safe: { key: { vault: main, transit: seks } } } | vault main, expected one that is listed",
                "{ version: 1, vaults: { main: { address: 'http://v.example', token_file: t } } } | address",
                "{ version: 1, vaults: { main: { address: 'https://v.example' } } } | exactly one of token_file, approle",
                "{ version: 1, vaults: { main: { address: 'https://v.example', approle: { role_id: r } } } } | approle has no secret_id_file",
                "{ version: 1, vaults: { main: { address: 'https://v.example', token: abc } } } | unknown key token",
                "{ version: 1, vaults: { MAIN: { address: 'https://v.example', token_file: t } } } | vault MAIN, expected",
                "{ version: 1, vaults: { main: { address: 'https://v.example', token_file: t } }, credentials: [ { name: a, domain: a, hosts: [a.b], from: { vault: mian, path: x, field: y } } ] } | vault mian, did you mean main",
                "{ version: 1, vaults: { main: { address: 'https://v.example', token_file: t } }, credentials: [ { name: a, domain: a, hosts: [a.b], from: { vault: main, path: ../x, field: y } } ] } | path ../x, expected names joined",
                "{ version: 1, credentials: [ &c { name: a, domain: a, hosts: [a.b], from: { file: x } }, *c ] } | credential a of domain a twice",
            })
    void tellsWhatIsWrong(String text, String fault) {
        assertThat(CredentialsConfig.load(new SourceFile("credentials.yaml", text), Path.of("/etc/seks")))
                .isInstanceOfSatisfying(
                        CredentialsConfig.Faulty.class,
                        faulty -> assertThat(faulty.faults())
                                .noneSatisfy(one -> assertThat(one.message()).contains("hunter2"))
                                .anySatisfy(one -> assertThat(one.message()).contains(fault)));
    }
}
