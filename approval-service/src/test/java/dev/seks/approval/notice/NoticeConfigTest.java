// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.approval.SecretFile;
import dev.seks.approval.inbox.Casts;
import dev.seks.approval.inbox.Catalogues;
import dev.seks.approval.inbox.Inbox;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticeConfigTest {
    @TempDir
    private Path folder;

    @Test
    void readsBothWays() throws IOException {
        NoticeConfig config = read("""
                webhook:
                  url: https://hooks.acme.example/seks?team=1
                  secret_files: [new, old]
                email:
                  host: smtp.acme.example
                  security: tls
                  from: Seks@acme.example
                  user: robot
                  password_file: secrets/password
                """);

        assertThat(config.webhook().url()).isEqualTo(URI.create("https://hooks.acme.example/seks?team=1"));
        assertThat(config.webhook().secretFiles()).containsExactly(folder.resolve("new"), folder.resolve("old"));
        assertThat(config.mail().server())
                .isEqualTo(new MailConfig.Server("smtp.acme.example", 465, MailConfig.Security.TLS));
        assertThat(config.mail().passwordFile()).isEqualTo(folder.resolve("secrets/password"));
        assertThat(config.mail().perMinute()).isEqualTo(30);
        assertThat(config.toString()).doesNotContain("team=1");
    }

    @Test
    void namesEveryFaultAtOnceAndWhereItIs() {
        assertThatThrownBy(() -> read("""
                        webhok: {}
                        webhook: { url: ftp://x, secret_file: a }
                        email:
                          host: smtp.acme.example
                          from: nobody
                          port: 99999
                          security: ssl
                          per_minute: 0
                        """))
                .hasMessageContaining("notify.yaml:1:")
                .hasMessageContaining("did you mean webhook")
                .hasMessageContaining("did you mean secret_files")
                .hasMessageContaining("url of the webhook, expected https")
                .hasMessageContaining("0 secret_files")
                .hasMessageContaining("from is")
                .hasMessageContaining("port is")
                .hasMessageContaining("security is")
                .hasMessageContaining("per_minute is");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | neither webhook nor email, expected at least one",
                "[] | the settings of notices is a list, expected a mapping",
                "webhook: { secret_files: [a] } | webhook has no url",
                "webhook: { url: 'http://acme.example/', secret_files: [a] } | expected https",
                "webhook: { url: 'https://eve@acme.example/', secret_files: [a] } | expected https",
                "webhook: { url: 'https://acme.example/#x', secret_files: [a] } | expected https",
                "webhook: { url: 'no url', secret_files: [a] } | expected an https URL",
                "webhook: { url: 'https://acme.example/', secret_files: [a, b, c] } | 3 secret_files",
                "email: { from: seks@acme.example } | email has no host",
                "email: { host: smtp.acme.example } | email has no from",
                "email: { host: 'smtp acme', from: s@acme.example } | expected the name of a mail server",
                "email: { host: smtp.acme.example, from: s@acme.example, security: none } | only loopback goes without",
                "email: { host: smtp.acme.example, from: s@acme.example, user: robot } | user without password_file",
                "email: { host: smtp.acme.example, from: s@acme.example, password_file: p } | password_file without user",
                "email: { host: smtp.acme.example, from: s@acme.example, from_name: ' ' } | from_name"
            })
    void refusesSettingsThatDoNotFitTogether(String text, String fault) {
        assertThatThrownBy(() -> read(text)).hasMessageContaining(fault);
    }

    @Test
    void takesLoopbackWithoutTls() throws IOException {
        assertThat(read("webhook: { url: 'http://127.0.0.1:8080/hook', secret_files: [a] }")
                        .webhook()
                        .url()
                        .getPort())
                .isEqualTo(8080);
        assertThat(read("email: { host: localhost, from: s@acme.example, security: none, port: 2525 }")
                        .mail()
                        .server()
                        .port())
                .isEqualTo(2525);
    }

    @Test
    void refusesFilesThatHoldNoSecretAndNamesEachButNoSecret() throws IOException {
        secret("good", "rw-------", WebhookReceiver.SECRET);
        secret("bad", "rw-------", "a-secret-of-another-kind");
        secret("open", "rw-r--r--", "hunter2");
        NoticeConfig config = read("""
                webhook: { url: "https://acme.example/", secret_files: [good, bad] }
                email: { host: smtp.acme.example, from: s@acme.example, user: robot, password_file: open }
                """);

        assertThatThrownBy(() -> NoticeSecrets.read(config, SecretFile::read))
                .hasMessageContaining("bad holds no secret of a webhook, expected whsec_")
                .hasMessageContaining("open can be used by others than its owner")
                .hasMessageNotContaining("another-kind")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> Notices.of(
                        config, new Notices.Content(new Inbox(), new Catalogues(), new Casts()), Clock.systemUTC()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesAShortPasswordAndShowsNone() throws IOException {
        secret("password", "rw-------", "hunter2\n");
        NoticeSecrets secrets = NoticeSecrets.read(
                read("email: { host: h, from: s@acme.example, user: robot, password_file: password }"),
                SecretFile::read);

        assertThat(secrets.password()).isEqualTo("hunter2");
        assertThat(secrets.toString()).isEqualTo("NoticeSecrets[[redacted]]");
    }

    private void secret(String name, String mode, String text) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private NoticeConfig read(String text) throws IOException {
        return NoticeConfigFile.read(Files.writeString(folder.resolve("notify.yaml"), text));
    }
}
