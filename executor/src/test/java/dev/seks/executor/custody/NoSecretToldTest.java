// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.custody;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.executor.credential.BoundHost;
import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialKind;
import dev.seks.executor.credential.CredentialUse;
import dev.seks.executor.credential.Custody;
import dev.seks.executor.credential.Destination;
import dev.seks.executor.credential.Issue;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.credential.StoredCredential;
import dev.seks.executor.vault.FakeVault;
import dev.seks.executor.vault.VaultAdmin;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever goes well or wrong with credentials: no log line of any level and no reason holds a byte of one. */
class NoSecretToldTest {
    private static final String IN_SAFE = "5afe-value-8c1f";
    private static final String IN_FILE = "f11e-value-77aa";
    private static final String IN_VAULT = "va017-value-19cd";
    private static final String IN_ENVIRONMENT = "env-value-e4b2";
    private static final String PASSPHRASE = "passphrase-of-the-safe-03";

    @TempDir
    Path folder;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Listener listener = new Listener();
    private Level before;

    private final class Listener extends AbstractAppender {
        Listener() {
            super("listener", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            told.add(event.getLoggerName() + " " + event.getMessage().getFormattedMessage() + " " + event.getThrown());
        }
    }

    @BeforeEach
    void listen() {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        before = context.getConfiguration().getRootLogger().getLevel();
        listener.start();
        context.getConfiguration().getRootLogger().addAppender(listener, Level.ALL, null);
        Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.ALL);
    }

    @AfterEach
    void stop() {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        context.getConfiguration().getRootLogger().removeAppender("listener");
        Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, before);
    }

    @Test
    void tellsNoByteOfASecret() throws Exception {
        try (FakeVault vault = new FakeVault()) {
            VaultAdmin admin = new VaultAdmin(vault.address(), FakeVault.ROOT);
            admin.prepare();
            admin.put("acme/vault", "token", IN_VAULT);
            String vaultToken = admin.token(60);
            write("vault-token", vaultToken);
            write("file", IN_FILE);
            write("passphrase", PASSPHRASE);
            declare(vault.address());

            List<String> values = use(vault);

            assertThat(values).contains(IN_SAFE, IN_FILE, IN_VAULT, IN_ENVIRONMENT);
            assertThat(told)
                    .as("something was told")
                    .anyMatch(line -> line.contains("event=credential_refused"))
                    .anyMatch(line -> line.contains("event=credential_unavailable"))
                    .anyMatch(line -> line.contains("event=vault_login"));
            for (String secret : List.of(IN_SAFE, IN_FILE, IN_VAULT, IN_ENVIRONMENT, PASSPHRASE, vaultToken)) {
                String base64 =
                        Base64.getEncoder().withoutPadding().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
                assertThat(told).noneMatch(line -> line.contains(secret) || line.contains(base64));
            }
        }
    }

    /** Uses every credential when all is well and when nothing is; gives the values that were issued. */
    private List<String> use(FakeVault vault) throws Exception {
        List<String> values = new ArrayList<>();
        Surroundings surroundings = Surroundings.unattended(Map.of("FORGE_TOKEN", IN_ENVIRONMENT));
        try (ConfiguredStore store = ConfiguredStore.at(folder, surroundings);
                Custody custody = Custody.of(List.of(store))) {
            store.put(
                    new StoredCredential(
                            new CredentialId("acme", "safe"),
                            List.of(BoundHost.parse("a.example").orElseThrow()),
                            CredentialKind.plain(),
                            Secret.of(IN_SAFE)),
                    Instant.EPOCH);
            all(custody, "https://a.example", values);
            all(custody, "https://evil.example", values);
            vault.mood(FakeVault.Mood.SEALED);
            all(custody, "https://a.example", values);
            vault.mood(FakeVault.Mood.WELL);
            write("file", "");
            write("vault-token", "gone");
            write("passphrase", "another passphrase");
            all(custody, "https://a.example", values);
        }
        byte[] safe = Files.readAllBytes(folder.resolve("credentials.safe"));
        safe[safe.length - 1] ^= 1;
        Files.write(folder.resolve("credentials.safe"), safe);
        write("passphrase", PASSPHRASE);
        try (Custody custody = Custody.of(List.of(ConfiguredStore.at(folder, surroundings)))) {
            all(custody, "https://a.example", values);
        }
        told.add(surroundings.toString());
        return values;
    }

    private void all(Custody custody, String url, List<String> values) {
        for (String name : List.of("safe", "file", "vault", "environment", "none")) {
            Issue issue = custody.issue(new CredentialUse("acme", name, Destination.of(URI.create(url)), null));
            told.add(issue.toString());
            if (issue instanceof Issue.Issued issued) {
                values.add(issued.secret().reveal());
            }
        }
    }

    private void declare(URI vault) throws Exception {
        Path file = Files.writeString(folder.resolve("credentials.yaml"), """
                version: 1
                safe: { key: { passphrase_file: passphrase } }
                vaults:
                  main: { address: "%s", token_file: vault-token }
                credentials:
                  - { name: file, domain: acme, hosts: [a.example], from: { file: file } }
                  - { name: vault, domain: acme, hosts: [a.example], from: { vault: main, path: acme/vault, field: token } }
                  - { name: environment, domain: acme, hosts: [a.example], from: { environment: FORGE_TOKEN } }
                """.formatted(vault));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private void write(String name, String text) throws Exception {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
