// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.executor.credential.BoundHost;
import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialKind;
import dev.seks.executor.credential.Lookup;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.credential.StoredCredential;
import dev.seks.executor.safe.SafeException;
import dev.seks.executor.vault.FakeVault;
import dev.seks.executor.vault.VaultAdmin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredStoreTest {
    private static final CredentialId GITHUB = new CredentialId("acme", "github");

    @TempDir
    Path folder;

    private ConfiguredStore store;

    @AfterEach
    void close() {
        store.close();
    }

    @BeforeEach
    void open() {
        store = ConfiguredStore.at(folder, Surroundings.unattended(Map.of("FORGE_TOKEN", "of-the-environment")));
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

    @Test
    void keepsASafeBesideItsFileAndFindsWhatIsPutIntoIt() throws Exception {
        store.put(stored("in-the-safe"), Instant.EPOCH);

        assertThat(revealed(GITHUB)).isEqualTo("in-the-safe");
        assertThat(folder.resolve("credentials.safe")).exists();
        assertThat(folder.resolve("credentials.key")).exists();
        assertThat(ConfiguredStore.at(folder, Surroundings.unattended(Map.of())).list())
                .singleElement()
                .hasToString("ListedCredential[id=github of domain acme, hosts=[a.example], kind=Plain[], place=safe,"
                        + " updatedAt=1970-01-01T00:00:00Z]");

        assertThat(store.remove(GITHUB)).isTrue();
        assertThat(store.find(GITHUB)).isInstanceOf(Lookup.Missing.class);
    }

    @Test
    void hasOnePlaceOnlyForACredential() throws Exception {
        declare("version: 1\ncredentials: [ { name: github, domain: acme, hosts: [a.b], from: { file: token } } ]\n");

        assertThatThrownBy(() -> store.put(stored("x"), Instant.EPOCH))
                .hasMessage("credential github of domain acme is declared in " + folder.resolve("credentials.yaml")
                        + ", change it there");
        assertThatThrownBy(() -> store.remove(GITHUB)).isInstanceOf(SafeException.class);
        assertThat(store.list()).singleElement().satisfies(one -> {
            assertThat(one.place()).isEqualTo("file");
            assertThat(one.updatedAt()).isNull();
        });
    }

    @Test
    void opensItsSafeAsItsFileSays() throws Exception {
        secret("passphrase", "correct horse battery\n");
        declare("version: 1\nsafe: { file: other.safe, key: { passphrase_file: passphrase } }\n");
        store.put(stored("in-the-safe"), Instant.EPOCH);
        assertThat(folder.resolve("other.safe")).exists();
        assertThat(folder.resolve("credentials.key")).doesNotExist();

        ConfiguredStore another = ConfiguredStore.at(folder, Surroundings.unattended(Map.of()));
        assertThat(another.find(GITHUB)).isInstanceOf(Lookup.Found.class);

        declare("version: 1\nsafe: { file: other.safe, key: { passphrase: prompt } }\n");
        assertThat(reason(GITHUB)).startsWith("nobody is here to type the passphrase");
    }

    @Test
    void takesValuesAndTheKeyOfItsSafeFromAVault() throws Exception {
        try (FakeVault vault = new FakeVault()) {
            VaultAdmin admin = new VaultAdmin(vault.address(), FakeVault.ROOT);
            admin.prepare();
            admin.put("acme/mail", "password", "of-the-vault");
            secret("vault-token", admin.token(60));
            declare("""
                version: 1
                safe: { key: { vault: main, transit: seks } }
                vaults:
                  main: { address: "%s", token_file: vault-token }
                credentials:
                  - { name: mail, domain: acme, hosts: [a.b], from: { vault: main, path: acme/mail, field: password } }
                """.formatted(vault.address()));

            assertThat(revealed(new CredentialId("acme", "mail"))).isEqualTo("of-the-vault");
            store.put(stored("in-the-safe"), Instant.EPOCH);
            assertThat(revealed(GITHUB)).isEqualTo("in-the-safe");

            vault.mood(FakeVault.Mood.SEALED);
            assertThat(reason(new CredentialId("acme", "mail"))).contains("is sealed");
            assertThat(ConfiguredStore.at(folder, Surroundings.unattended(Map.of()))
                            .find(GITHUB))
                    .isInstanceOf(Lookup.Unusable.class);
        }
    }

    private static StoredCredential stored(String value) {
        return new StoredCredential(
                GITHUB, List.of(BoundHost.parse("a.example").orElseThrow()), CredentialKind.plain(), Secret.of(value));
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
