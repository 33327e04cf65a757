// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.credential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seks.cli.CommandRun;
import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.Lookup;
import dev.seks.executor.credential.StoredCredential;
import dev.seks.executor.custody.ConfiguredStore;
import dev.seks.executor.custody.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CredentialCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VALUE = "s3cret-of-the-forge";

    private final InputStream standardInput = System.in;

    @TempDir
    Path folder;

    @AfterEach
    void restore() {
        System.setIn(standardInput);
    }

    @Test
    void setsAValueFromStandardInputAndNeverShowsIt() throws Exception {
        CommandRun set = seks(VALUE + "\n", "set", "github", "--domain", "acme", "--host", "api.github.com", "--json");

        assertThat(set.code()).isZero();
        assertThat(set.err()).isEqualTo("set github of domain acme; it may be sent to api.github.com\n");
        JsonNode line = JSON.readTree(set.out());
        assertThat(line.get("updatedAt").asText()).endsWith("Z");
        assertThat(set.out())
                .startsWith(
                        "{\"name\":\"github\",\"domain\":\"acme\",\"hosts\":[\"api.github.com\"],\"kind\":\"plain\","
                                + "\"store\":\"safe\",\"updatedAt\":\"");
        CommandRun list = seks("", "list");
        assertThat(list.lines()).hasSize(2);
        assertThat(list.lines().get(0)).matches("NAME +DOMAIN +KIND +STORE +UPDATED +HOSTS");
        assertThat(list.lines().get(1)).matches("github +acme +plain +safe +\\S+Z +api\\.github\\.com");
        assertThat(seks("", "list", "--json").out()).isEqualTo(set.out());
        assertThat(set.out() + set.err() + list.out() + list.err()).doesNotContain(VALUE);
        assertThat(value("acme", "github")).isEqualTo(VALUE);
    }

    @Test
    void rotatesAValueAndKeepsWhereItMayBeSent() {
        seks("first", "set", "github", "--domain", "acme", "--host", "a.example", "--host", "plain://b.example:80");

        CommandRun set = seks("second", "set", "github", "--domain", "acme");

        assertThat(set.code()).isZero();
        assertThat(set.err())
                .isEqualTo("replaced github of domain acme; it may be sent to a.example, plain://b.example:80\n");
        assertThat(value("acme", "github")).isEqualTo("second");
    }

    @Test
    void removesACredentialOnce() {
        seks(VALUE, "set", "github", "--domain", "acme", "--host", "a.example");

        assertThat(seks("", "remove", "github", "--domain", "acme", "--json"))
                .isEqualTo(new CommandRun(
                        0,
                        "{\"name\":\"github\",\"domain\":\"acme\",\"removed\":true}\n",
                        "removed github of domain acme\n"));
        assertThat(seks("", "remove", "github", "--domain", "acme"))
                .isEqualTo(new CommandRun(1, "", "there is no credential github of domain acme\n"));
        assertThat(seks("", "list")).isEqualTo(new CommandRun(0, "", "there are no credentials\n"));
    }

    @Test
    void listsWhatIsKeptElsewhereAndChangesNothingThere() throws Exception {
        Path file = Files.writeString(folder.resolve("credentials.yaml"), """
                version: 1
                credentials:
                  - { name: mail, domain: acme, hosts: ["smtp.example:465"], from: { file: password } }
                """);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(seks("", "list", "--domain", "acme").lines().get(1))
                .matches("mail +acme +plain +file +- +smtp\\.example:465");
        assertThat(seks("", "list", "--domain", "other").out()).isEmpty();
        assertThat(seks(VALUE, "set", "mail", "--domain", "acme", "--host", "a.example"))
                .isEqualTo(new CommandRun(
                        2, "", "seks: credential mail of domain acme is declared in " + file + ", change it there\n"));
        assertThat(seks("", "remove", "mail", "--domain", "acme").code()).isEqualTo(2);
    }

    @Test
    void saysWhatMustBeSaid() {
        assertUsage(seks(VALUE, "set", "github", "--host", "a.example"), "no --domain");
        assertUsage(seks(VALUE, "set", "github", "--domain", "acme"), "no --host, and there is no credential");
        assertUsage(seks(VALUE, "set", "--domain", "acme", "--host", "a.example"), "NAME");
        assertUsage(seks(VALUE, "set", "Git", "--domain", "acme", "--host", "a.example"), "credential 'Git', expected");
        assertUsage(seks(VALUE, "set", "git", "--domain", "../x", "--host", "a.example"), "--domain '../x', expected");
        assertUsage(seks(VALUE, "set", "git", "--domain", "acme", "--host", "*.example"), "without wildcards");
        assertUsage(
                seks(VALUE, "set", "git", "--domain", "acme", "--host", "a.b", "--github-app", "1"), "--installation");
        assertUsage(CommandRun.of("credential"), "nothing to do, expected credential set");
        assertThat(folder).isEmptyDirectory();
    }

    /** Arguments are seen by everybody on the machine and kept by shells. */
    @ParameterizedTest
    @ValueSource(strings = {"--value=" + VALUE, "--secret=" + VALUE, VALUE})
    void takesNoValueFromAnArgument(String argument) {
        CommandRun run = seks("", "set", "github", "--domain", "acme", "--host", "a.example", argument);

        assertThat(run.code()).isEqualTo(2);
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "\u0000too-long"})
    void refusesWhatCannotBeASecret(String value) {
        String given = value.startsWith("\u0000") ? "x".repeat(20_000) : value;
        CommandRun run = seks(given, "set", "github", "--domain", "acme", "--host", "a.example");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("the value is empty, no UTF-8 text or too long")
                .doesNotContain("xxxx");
    }

    @Test
    void saysWhereThereIsNoStore() {
        CommandRun absent = CommandRun.of(
                "credential", "list", "--store", folder.resolve("none").toString());
        CommandRun data = CommandRun.of("credential", "list", "--data", folder.toString());

        assertThat(absent.code()).isEqualTo(2);
        assertThat(absent.err())
                .contains("there is no " + folder.resolve("none"))
                .contains("mkdir -m 700");
        assertThat(data.code()).isEqualTo(2);
        assertThat(data.err())
                .contains("there is no " + folder.resolve("credentials"))
                .contains("./seks dev");
    }

    @Test
    void saysThatASafeCannotBeOpened() throws Exception {
        seks(VALUE, "set", "github", "--domain", "acme", "--host", "a.example");
        Files.writeString(folder.resolve("credentials.key"), Base64.getEncoder().encodeToString(new byte[32]));

        CommandRun list = seks("", "list");

        assertThat(list.code()).isEqualTo(2);
        assertThat(list.err()).contains("is not the key of this safe");
    }

    @Test
    void needsATerminalForAPassphrase() throws Exception {
        Path file = Files.writeString(
                folder.resolve("credentials.yaml"), "version: 1\nsafe: { key: { passphrase: prompt } }\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        CommandRun set = seks(VALUE, "set", "github", "--domain", "acme", "--host", "a.example");

        assertThat(set.code()).isEqualTo(2);
        assertThat(set.err()).contains("there is no terminal to type the passphrase");
    }

    @Test
    void storesTheKeyOfAGithubAppAndStaysWithItsKind() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        String[] set = {
            "set", "github", "--domain", "acme", "--host", "api.github.com", "--github-app", "7", "--installation", "9"
        };
        assertThat(seks(VALUE, set).err()).contains("the value is no RSA private key in PEM");

        CommandRun run = seks(pem, set);

        assertThat(run.code()).isZero();
        assertThat(seks("", "list").lines().get(1)).contains("github-app");
        assertThat(seks("a plain value", "set", "github", "--domain", "acme").err())
                .as("a key is not replaced by something that would be sent as it is")
                .contains("the value is no RSA private key in PEM");
        assertThat(seks(pem, "set", "github", "--domain", "acme").code()).isZero();
    }

    private static void assertUsage(CommandRun run, String told) {
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(told).doesNotContain(VALUE);
    }

    private String value(String domain, String name) {
        try (ConfiguredStore store = ConfiguredStore.at(folder, Surroundings.unattended(Map.of()))) {
            return ((Lookup.Found<StoredCredential>) store.find(new CredentialId(domain, name)))
                    .value()
                    .value()
                    .reveal();
        }
    }

    private CommandRun seks(String input, String... args) {
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        String[] line = new String[args.length + 3];
        line[0] = "credential";
        System.arraycopy(args, 0, line, 1, args.length);
        line[args.length + 1] = "--store";
        line[args.length + 2] = folder.toString();
        return CommandRun.of(Arrays.copyOf(line, line.length));
    }
}
