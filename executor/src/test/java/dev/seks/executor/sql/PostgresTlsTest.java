// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.executor.call.CallBounds;
import dev.seks.executor.call.CallOutcome;
import dev.seks.executor.call.CallRunner;
import dev.seks.executor.call.CatalogueFixture;
import dev.seks.executor.call.HandClock;
import dev.seks.executor.credential.Issue;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.egress.Names;
import dev.seks.executor.egress.TestTls;
import dev.seks.schemas.record.ExecutionStatus;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL's own server with a certificate for localhost; the executor trusts what the Java runtime trusts. */
class PostgresTlsTest {
    private static final SSLContext USUAL = usual();

    @TempDir
    static Path folder;

    private static TestTls tls;
    private static EmbeddedPostgres server;

    private static SSLContext usual() {
        try {
            return SSLContext.getDefault();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    static void startServer() throws Exception {
        tls = TestTls.make(folder);
        Path certificate = pem("CERTIFICATE", tls.certificate());
        Path key = pem("PRIVATE KEY", tls.key());
        server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(2))
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("fsync", "off")
                .setServerConfig("ssl", "on")
                .setServerConfig("ssl_cert_file", certificate.toString())
                .setServerConfig("ssl_key_file", key.toString())
                .start();
    }

    @AfterAll
    static void stopServer() throws Exception {
        SSLContext.setDefault(USUAL);
        if (server != null) {
            server.close();
        }
    }

    private static Path pem(String kind, byte[] content) throws Exception {
        Path file = folder.resolve(kind.replace(' ', '-'));
        String text = Base64.getMimeEncoder(64, new byte[] {10}).encodeToString(content);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    @Test
    void asksAServerThatProvesItsNameOverTls() {
        CallOutcome outcome = ask(tls.client(), "localhost", server.getPort());

        assertThat(outcome.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(outcome.body()).isEqualTo("[{\"ssl\":true}]");
    }

    @Test
    void asksNothingOfAServerForWhichNobodyVouches() {
        refused(ask(USUAL, "localhost", server.getPort()));
    }

    @Test
    void asksNothingOfAServerThatProvesAnotherName() {
        refused(ask(tls.client(), "db.example", server.getPort()));
        refused(ask(tls.client(), "127.0.0.1", server.getPort()));
    }

    @Test
    void asksNothingOfAServerWithoutTls() {
        refused(ask(tls.client(), "localhost", TestDatabase.POSTGRESQL.port()));
    }

    private static void refused(CallOutcome outcome) {
        assertThat(outcome.status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(outcome.error().code()).isEqualTo("unreachable");
    }

    /** Whatever the host is called, the server is the same. */
    private static CallOutcome ask(SSLContext trust, String host, int port) {
        SSLContext.setDefault(trust);
        try (CallRunner runner = new CallRunner(
                use -> Issue.of(Secret.of(TestDatabase.LOGIN)),
                List.of(new SqlCaller(new Names("127.0.0.1"))),
                CallBounds.DEFAULT,
                new HandClock())) {
            return runner.run(CatalogueFixture.call(catalogue(host, port), "connection", Map.of()));
        }
    }

    private static String catalogue(String host, int port) {
        return """
            service: orders
            allow_private: true
            database: { url: "jdbc:postgresql://%s:%d/postgres" }
            credential: { ref: orders, inject: { login: "{user}:{password}" } }
            actions:
              connection:
                summary: c
                effect: read
                sql: "select ssl from pg_stat_ssl where pid = pg_backend_pid()"
                returns: [ssl]
            """.formatted(host, port);
    }
}
