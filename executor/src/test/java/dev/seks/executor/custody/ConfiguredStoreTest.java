// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.custody;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.Lookup;
import dev.seks.executor.credential.StoredCredential;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredStoreTest {
    private static final CredentialId GITHUB = new CredentialId("acme", "github");

    @TempDir
    Path folder;

    private ConfiguredStore store;

    @BeforeEach
    void open() {
        store = new ConfiguredStore(folder.resolve("credentials.yaml"), Map.of("FORGE_TOKEN", "of-the-environment"));
    }

    @Test
    void declaresNothingWithoutItsFile() {
        assertThat(store.find(GITHUB)).isInstanceOf(Lookup.Missing.class);
        assertThat(store.problems()).isEmpty();
    }

    @Test
    void findsValuesWhereTheyAreDeclaredToBe() throws Exception {
        secret("mail-password", "of-the-file\n");
        declare("""
            version: 1
            credentials:
              - { name: github, domain: acme, hosts: [api.github.com], from: { environment: FORGE_TOKEN } }
              - { name: mail, domain: acme, hosts: ["smtp.acme.example:465"], from: { file: mail-password } }
            """);

        assertThat(revealed(GITHUB)).isEqualTo("of-the-environment");
        assertThat(revealed(new CredentialId("acme", "mail"))).isEqualTo("of-the-file");
        assertThat(store.find(new CredentialId("other", "github"))).isInstanceOf(Lookup.Missing.class);
        assertThat(((Lookup.Found<StoredCredential>) store.find(GITHUB)).value().hosts())
                .hasToString("[api.github.com]");
    }

    @Test
    void countsEveryChangeFromTheNextUseOn() throws Exception {
        secret("token", "first");
        declare(
                "version: 1\ncredentials: [ { name: github, domain: acme, hosts: [a.example], from: { file: token } } ]\n");
        assertThat(revealed(GITHUB)).isEqualTo("first");

        secret("token", "second");
        assertThat(revealed(GITHUB)).isEqualTo("second");

        declare(
                "version: 1\ncredentials: [ { name: github, domain: acme, hosts: [b.example], from: { file: token } } ]\n");
        assertThat(((Lookup.Found<StoredCredential>) store.find(GITHUB)).value().hosts())
                .hasToString("[b.example]");

        declare("version: 1\n");
        assertThat(store.find(GITHUB)).isInstanceOf(Lookup.Missing.class);
    }

    @Test
    void handsOutNothingWhileItsFileIsFaulty() throws Exception {
        declare("""
            version: 1
            credentials:
              - { name: github, domain: acme, hosts: [api.github.com], from: { environment: FORGE_TOKEN } }
              - { name: mail, domain: acme, from: { environment: FORGE_TOKEN } }
              - { name: bad, domain: acme, hosts: ["*.example"], from: { environment: FORGE_TOKEN } }
            """);

        assertThat(store.find(GITHUB)).isInstanceOf(Lookup.Unusable.class);
        assertThat(store.problems())
                .hasSize(2)
                .anyMatch(problem -> problem.endsWith(":4:5: a credential has no hosts"))
                .anyMatch(problem -> problem.contains(":5:40: host \"*.example\", expected HOST, HOST:PORT or"));

        declare("");
        assertThat(store.find(GITHUB)).as("an empty file is not a missing one").isInstanceOf(Lookup.Unusable.class);
    }

    @Test
    void doesNotTrustAFileThatOthersMayWrite() throws Exception {
        declare("version: 1\n");
        Files.setPosixFilePermissions(folder.resolve("credentials.yaml"), PosixFilePermissions.fromString("rw-rw-r--"));

        assertThat(store.find(GITHUB)).isInstanceOf(Lookup.Unusable.class);
    }

    @Test
    void saysOfEachValueThatCannotBeUsedWhy() throws Exception {
        declare("""
            version: 1
            credentials:
              - { name: github, domain: acme, hosts: [api.github.com], from: { environment: NOT_SET } }
              - { name: mail, domain: acme, hosts: [api.github.com], from: { file: gone } }
            """);

        assertThat(reason(GITHUB)).isEqualTo("the environment has no variable NOT_SET");
        assertThat(reason(new CredentialId("acme", "mail"))).isEqualTo("there is no file " + folder.resolve("gone"));
    }

    private String revealed(CredentialId id) {
        return ((Lookup.Found<StoredCredential>) store.find(id)).value().value().reveal();
    }

    private String reason(CredentialId id) {
        return ((Lookup.Unusable<StoredCredential>) store.find(id)).reason();
    }

    private void declare(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("credentials.yaml"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private void secret(String name, String value) throws Exception {
        Path file = Files.writeString(folder.resolve(name), value);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
