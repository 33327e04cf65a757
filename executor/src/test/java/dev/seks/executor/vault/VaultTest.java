// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.seks.executor.credential.Lookup;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.credential.SecretFile;
import dev.seks.executor.vault.VaultConfig.AppRoleLogin;
import dev.seks.executor.vault.VaultConfig.TokenLogin;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A vault that is not well, or not what it should be. */
class VaultTest {
    private static final Duration BRIEFLY = Duration.ofMillis(700);
    private static final Duration PATIENTLY = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private FakeVault fake;
    private VaultAdmin admin;
    private Vault vault;

    @BeforeEach
    void open() throws Exception {
        fake = new FakeVault();
        admin = new VaultAdmin(fake.address(), FakeVault.ROOT);
        admin.prepare();
        admin.put("acme/github", "token", "value");
        vault = byAppRole(fake.address(), null, 600, VaultConfig.DEFAULT_TIMEOUT);
    }

    @AfterEach
    void close() {
        vault.close();
        fake.close();
    }

    @ParameterizedTest
    @CsvSource({
        "SEALED, is sealed or under maintenance",
        "BROKEN, answers secret/data/acme/github with 500",
        "REDIRECTING, 'answers with a redirect, 307, which is not followed: name the server itself'",
        "GABBLING, there is no field token of secret/acme/github in",
        "FLOODING, cannot be reached: IOException",
        "HANGING, did not answer in time",
        "DRIPPING, did not answer in time",
    })
    void givesNothingWhileItIsNotWellAndGoesOnAfterwards(FakeVault.Mood mood, String told) throws Exception {
        boolean isSilent = mood == FakeVault.Mood.HANGING || mood == FakeVault.Mood.DRIPPING;
        Duration timeout = isSilent ? BRIEFLY : PATIENTLY;
        try (Vault session = byAppRole(fake.address(), null, 600, timeout)) {
            VaultSource source = new VaultSource(session, "secret", "acme/github", "token");
            await().atMost(SOON).until(() -> source.read() instanceof Lookup.Found);

            fake.mood(mood);
            assertThat(reason(source.read()))
                    .contains(told)
                    .contains(fake.address().toString());

            fake.mood(FakeVault.Mood.WELL);
            await().atMost(SOON).until(() -> source.read() instanceof Lookup.Found);
            assertThat(fake.asked()).noneMatch(one -> one.contains("elsewhere"));
        }
    }

    @Test
    void saysThatNobodyAnswers() throws Exception {
        URI nowhere;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nowhere = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        try (Vault absent = byAppRole(nowhere, null, 600, VaultConfig.DEFAULT_TIMEOUT)) {
            assertThat(reason(new VaultSource(absent, "secret", "acme/github", "token").read()))
                    .isEqualTo("the vault at " + nowhere + " cannot be reached: ConnectException");
        }
    }

    @Test
    void trustsNoCertificateThatJavaDoesNotTrust() throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        try (FakeVault encrypted = new FakeVault(server);
                Vault session = byAppRole(
                        URI.create("https://localhost:" + encrypted.port()), null, 600, VaultConfig.DEFAULT_TIMEOUT)) {
            assertThat(reason(new VaultSource(session, "secret", "acme/github", "token").read()))
                    .endsWith("has no certificate that this machine trusts");
            assertThat(encrypted.asked()).isEmpty();
        }
    }

    @Test
    void logsInOnceForManyUsesAtTheSameTime() {
        VaultSource source = new VaultSource(vault, "secret", "acme/github", "token");

        List<CompletableFuture<Lookup<Secret>>> uses = IntStream.range(0, 50)
                .mapToObj(i -> CompletableFuture.supplyAsync(source::read))
                .toList();

        assertThat(uses).allSatisfy(use -> assertThat(use.join()).isInstanceOf(Lookup.Found.class));
        assertThat(fake.asked("auth/approle/login")).isEqualTo(1);
        assertThat(fake.asked("secret/data/acme/github")).as("nothing is kept").isEqualTo(1 + 50);
    }

    @Test
    void logsInAnewWhenItsTokenIsRevoked() {
        VaultSource source = new VaultSource(vault, "secret", "acme/github", "token");
        assertThat(source.read()).isInstanceOf(Lookup.Found.class);

        fake.revokeTokens();

        assertThat(source.read()).isInstanceOf(Lookup.Found.class);
        assertThat(fake.asked("auth/approle/login")).isEqualTo(2);

        // a vault that revokes whatever it gives is not flooded with logins
        for (int i = 0; i < 300; i++) {
            fake.revokeTokens();
            source.read();
        }
        assertThat(fake.asked("auth/approle/login")).isLessThan(2 + 300);
    }

    @Test
    void doesNotLogInAnewForAPathThatIsDenied() {
        VaultSource denied = new VaultSource(vault, "secret", "other/github", "token");

        for (int i = 0; i < 20; i++) {
            assertThat(denied.read()).isInstanceOf(Lookup.Unusable.class);
        }

        assertThat(fake.asked("auth/approle/login")).isEqualTo(1);
    }

    @Test
    void renewsItsTokenWhileNobodyUsesIt() throws Exception {
        try (Vault brief = byAppRole(fake.address(), null, 6, VaultConfig.DEFAULT_TIMEOUT)) {
            VaultSource source = new VaultSource(brief, "secret", "acme/github", "token");
            assertThat(source.read()).isInstanceOf(Lookup.Found.class);

            await().atMost(SOON).until(() -> fake.asked("auth/token/renew-self") >= 2);

            assertThat(source.read()).isInstanceOf(Lookup.Found.class);
            assertThat(fake.asked("auth/approle/login")).isEqualTo(1);
        }
        long renewals = fake.asked("auth/token/renew-self");
        await().atMost(SOON).until(() -> threads().noneMatch(name -> name.equals("seks-executor-vault")));
        assertThat(fake.asked("auth/token/renew-self")).isEqualTo(renewals);
    }

    @Test
    void goesOnRenewingAfterAnOutage() throws Exception {
        try (Vault brief = byAppRole(fake.address(), null, 6, PATIENTLY)) {
            VaultSource source = new VaultSource(brief, "secret", "acme/github", "token");
            assertThat(source.read()).isInstanceOf(Lookup.Found.class);
            fake.mood(FakeVault.Mood.BROKEN);
            await().atMost(SOON).until(() -> fake.asked("auth/token/renew-self") >= 1);

            fake.mood(FakeVault.Mood.WELL);

            await().atMost(SOON).until(() -> fake.asked("auth/token/renew-self") >= 2);
            assertThat(source.read()).isInstanceOf(Lookup.Found.class);
        }
    }

    @Test
    void asksInItsNamespace() throws Exception {
        fake.namespace("team-a");
        try (Vault inNamespace = session(
                new VaultConfig(fake.address(), "team-a", tokenLogin(FakeVault.ROOT), VaultConfig.DEFAULT_TIMEOUT))) {
            assertThat(new VaultSource(inNamespace, "secret", "acme/github", "token").read())
                    .isInstanceOf(Lookup.Found.class);
        }
        assertThat(new VaultSource(vault, "secret", "acme/github", "token").read())
                .isInstanceOf(Lookup.Unusable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Evil: 1", "a\nb", "t\u00f6ken"})
    void sendsNoTokenThatWouldEndTheHeader(String token) throws Exception {
        try (Vault session =
                session(new VaultConfig(fake.address(), null, tokenLogin(token), VaultConfig.DEFAULT_TIMEOUT))) {
            assertThat(reason(new VaultSource(session, "secret", "acme/github", "token").read()))
                    .doesNotContain(token, "Evil")
                    .contains(fake.address().toString());
        }
    }

    private static Stream<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName);
    }

    private SSLContext selfSigned() throws Exception {
        Path store = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private Vault byAppRole(URI address, String namespace, int ttlS, Duration timeout) throws Exception {
        String role = admin.role(ttlS, 3600);
        Path secretId = write("secret-id-" + ttlS, admin.secretId());
        return session(new VaultConfig(
                address,
                namespace,
                new AppRoleLogin("approle", role, secretId, SecretFile.Access.OWNER_ONLY),
                timeout));
    }

    private static Vault session(VaultConfig config) {
        return new Vault(config);
    }

    private TokenLogin tokenLogin(String token) throws Exception {
        return new TokenLogin(write("token", token), SecretFile.Access.OWNER_ONLY);
    }

    private Path write(String name, String text) throws Exception {
        Path file = Files.writeString(folder.resolve(name), text + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String reason(Lookup<Secret> lookup) {
        return ((Lookup.Unusable<Secret>) lookup).reason();
    }
}
