// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.seks.executor.credential.BoundHost;
import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialKind;
import dev.seks.executor.credential.Lookup;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.credential.SecretFile;
import dev.seks.executor.credential.StoredCredential;
import dev.seks.executor.safe.Safe;
import dev.seks.executor.safe.SafeEntry;
import dev.seks.executor.vault.VaultConfig.AppRoleLogin;
import dev.seks.executor.vault.VaultConfig.TokenLogin;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the executor relies on in a vault. Runs on the fake one; with {@code -Dseks.vault=http://127.0.0.1:8200} and
 * {@code -Dseks.vault.token=ROOT} on a real one, which shows that the fake speaks its API.
 */
class VaultContractTest {
    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private @Nullable FakeVault fake;
    private VaultAdmin admin;
    private URI address;
    private Vault vault;

    @BeforeEach
    void open() throws Exception {
        String real = System.getProperty("seks.vault");
        if (real == null) {
            fake = new FakeVault();
        }
        address = fake == null ? URI.create(real) : fake.address();
        admin = new VaultAdmin(address, System.getProperty("seks.vault.token", FakeVault.ROOT));
        admin.prepare();
        vault = byAppRole(60, 600);
    }

    @AfterEach
    void close() {
        vault.close();
        if (fake != null) {
            fake.close();
        }
    }

    @Test
    void readsTheNewestVersionAtEveryUse() {
        admin.put("acme/github", "token", "first");
        VaultSource source = new VaultSource(vault, "secret", "acme/github", "token");
        assertThat(value(source.read())).isEqualTo("first");

        admin.put("acme/github", "token", "second");

        assertThat(value(source.read())).isEqualTo("second");
    }

    @Test
    void saysWhatHasBecomeOfASecret() {
        admin.put("acme/mail", "password", "p");
        assertThat(reason(new VaultSource(vault, "secret", "acme/mail", "token").read()))
                .isEqualTo("there is no field token of secret/acme/mail in the vault at " + address);
        assertThat(reason(new VaultSource(vault, "secret", "acme/never-there", "token").read()))
                .isEqualTo("the vault at " + address + " has no secret secret/acme/never-there");

        admin.delete("acme/mail");
        assertThat(reason(new VaultSource(vault, "secret", "acme/mail", "password").read()))
                .isEqualTo("the vault at " + address + " has deleted the newest version of secret/acme/mail");

        admin.put("acme/destroyed", "password", "p");
        admin.destroy("acme/destroyed", 1);
        assertThat(reason(new VaultSource(vault, "secret", "acme/destroyed", "password").read()))
                .isEqualTo("the vault at " + address + " has destroyed the newest version of secret/acme/destroyed");
    }

    @Test
    void readsNothingThatThePolicyOfTheVaultDenies() {
        admin.put("other/github", "token", "foreign");

        assertThat(reason(new VaultSource(vault, "secret", "other/github", "token").read()))
                .isEqualTo("the vault at " + address + " refuses secret/data/other/github, with 403");
    }

    @Test
    void outlivesTheTimeOfATokenByRenewingIt() throws Exception {
        admin.put("acme/github", "token", "value");
        try (Vault brief = byToken(admin.token(6))) {
            VaultSource source = new VaultSource(brief, "secret", "acme/github", "token");
            Instant past = Instant.now().plusMillis(8_000);

            await().atMost(SOON).until(() -> {
                assertThat(source.read()).isInstanceOf(Lookup.Found.class);
                return Instant.now().isAfter(past);
            });
        }
    }

    @Test
    void logsInAnewWhenATokenCannotBeRenewedAnyLonger() throws Exception {
        admin.put("acme/github", "token", "value");
        try (Vault brief = byAppRole(1, 2)) {
            VaultSource source = new VaultSource(brief, "secret", "acme/github", "token");
            Instant past = Instant.now().plusMillis(3_500);

            await().atMost(SOON).until(() -> {
                assertThat(source.read()).isInstanceOf(Lookup.Found.class);
                return Instant.now().isAfter(past);
            });
        }
    }

    @Test
    void takesAChangedTokenFileAtOnceAndNoRevokedToken() throws Exception {
        admin.put("acme/github", "token", "value");
        String first = admin.token(600);
        try (Vault session = byToken(first)) {
            VaultSource source = new VaultSource(session, "secret", "acme/github", "token");
            assertThat(source.read()).isInstanceOf(Lookup.Found.class);

            admin.revoke(first);
            assertThat(reason(source.read()))
                    .isEqualTo("the vault at " + address + " refuses the token in " + folder.resolve("token")
                            + ", with 403");

            write("token", admin.token(600));
            assertThat(value(source.read())).isEqualTo("value");
        }
    }

    @Test
    void doesNotLogInWithAWrongSecretId() throws Exception {
        String role = admin.role(60, 600);
        VaultConfig config = new VaultConfig(
                address,
                null,
                new AppRoleLogin("approle", role, write("wrong", "wrong"), SecretFile.Access.OWNER_ONLY),
                VaultConfig.DEFAULT_TIMEOUT);
        try (Vault session = new Vault(config)) {
            assertThat(reason(new VaultSource(session, "secret", "acme/github", "token").read()))
                    .isEqualTo("the vault at " + address + " refuses the login by AppRole, with 400");
        }
    }

    @Test
    void opensASafeWithAKeyThatStaysInTheVault() throws Exception {
        Path file = folder.resolve("credentials.safe");
        CredentialId id = new CredentialId("acme", "github");
        new Safe(file, new TransitKey(vault, "transit", "seks"))
                .put(new SafeEntry(
                        new StoredCredential(
                                id,
                                List.of(BoundHost.parse("api.github.com").orElseThrow()),
                                CredentialKind.plain(),
                                Secret.of("value")),
                        Instant.EPOCH));

        assertThat(new Safe(file, new TransitKey(vault, "transit", "seks")).find(id))
                .isInstanceOf(Lookup.Found.class);
        assertThatThrownBy(() -> new Safe(file, new TransitKey(vault, "transit", "other")).entries())
                .hasMessage("the safe was closed with another key, expected the key transit/other of the vault at "
                        + address);

        byte[] bytes = Files.readAllBytes(file);
        int wrapped = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("vault:v1:") + "vault:v1:".length() + 30;
        bytes[wrapped] = (byte) (bytes[wrapped] == 'A' ? 'B' : 'A');
        Files.write(file, bytes);
        assertThatThrownBy(() -> new Safe(file, new TransitKey(vault, "transit", "seks")).entries())
                .hasMessage("the key transit/seks of the vault at " + address
                        + " is not that of this safe, or the head of the safe was altered");
    }

    private Vault byAppRole(int ttlS, int maxTtlS) throws IOException {
        String role = admin.role(ttlS, maxTtlS);
        return new Vault(new VaultConfig(
                address,
                null,
                new AppRoleLogin("approle", role, write("secret-id", admin.secretId()), SecretFile.Access.OWNER_ONLY),
                VaultConfig.DEFAULT_TIMEOUT));
    }

    private Vault byToken(String token) throws IOException {
        return new Vault(new VaultConfig(
                address,
                null,
                new TokenLogin(write("token", token), SecretFile.Access.OWNER_ONLY),
                VaultConfig.DEFAULT_TIMEOUT));
    }

    private Path write(String name, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String value(Lookup<Secret> lookup) {
        return ((Lookup.Found<Secret>) lookup).value().reveal();
    }

    private static String reason(Lookup<Secret> lookup) {
        return ((Lookup.Unusable<Secret>) lookup).reason();
    }
}
