// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.executor.credential.BoundHost;
import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialKind.GithubApp;
import dev.seks.executor.credential.CredentialUse;
import dev.seks.executor.credential.Custody;
import dev.seks.executor.credential.Destination;
import dev.seks.executor.credential.Issue;
import dev.seks.executor.credential.Lookup;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.credential.StoredCredential;
import dev.seks.schemas.catalogue.TokenScope;
import java.net.ServerSocket;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppTokensTest {
    private static final KeyPair KEY = generated(2048);
    private static final CredentialId ID = new CredentialId("acme", "github");
    private static final TokenScope READ_SITE = scope(List.of("site"), Map.of("contents", "read"));

    private final SetClock clock = new SetClock();
    private FakeGithub github;
    private AppTokens tokens;

    private static final class SetClock extends Clock {
        private Instant now = Instant.parse("2026-11-28T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void open() throws Exception {
        github = new FakeGithub(KEY.getPublic(), clock);
        tokens = new AppTokens(clock);
    }

    @AfterEach
    void close() {
        github.close();
    }

    @Test
    void asksForNoMoreThanTheScope() {
        assertThat(value(mint(READ_SITE))).isEqualTo("ghs_minted-1");

        assertThat(github.asked())
                .singleElement()
                .hasToString("{\"repositories\":[\"site\"],\"permissions\":{\"contents\":\"read\"}}");
    }

    @Test
    void takesAKeyInBothForms() throws Exception {
        assertThat(value(tokens.mint(ID, app(github.api()), pkcs1(KEY), READ_SITE)))
                .isEqualTo("ghs_minted-1");
        assertThat(value(tokens.mint(ID, app(github.api()), pkcs8(KEY), READ_SITE)))
                .as("another key mints another token")
                .isEqualTo("ghs_minted-2");
    }

    @Test
    void usesATokenAgainForTheSameScopeAloneAndOnlyWhileItHolds() {
        assertThat(value(mint(READ_SITE))).isEqualTo("ghs_minted-1");
        assertThat(value(mint(READ_SITE))).isEqualTo("ghs_minted-1");
        assertThat(value(mint(scope(List.of("site"), Map.of("contents", "write")))))
                .isEqualTo("ghs_minted-2");
        assertThat(value(mint(scope(List.of("docs"), Map.of("contents", "read")))))
                .isEqualTo("ghs_minted-3");
        assertThat(value(mint(scope(List.of(), Map.of("contents", "read"))))).isEqualTo("ghs_minted-4");
        assertThat(value(tokens.mint(new CredentialId("other", "github"), app(github.api()), pkcs8(KEY), READ_SITE)))
                .isEqualTo("ghs_minted-5");

        clock.now = clock.now.plus(Duration.ofMinutes(57));
        assertThat(value(mint(READ_SITE))).isEqualTo("ghs_minted-1");
        clock.now = clock.now.plus(Duration.ofMinutes(1));
        assertThat(value(mint(READ_SITE))).isEqualTo("ghs_minted-6");
    }

    @Test
    void mintsOnceForManyCallsAtTheSameTime() {
        List<CompletableFuture<Lookup<Secret>>> calls = IntStream.range(0, 30)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> mint(READ_SITE)))
                .toList();

        assertThat(calls).allSatisfy(call -> assertThat(value(call.join())).isEqualTo("ghs_minted-1"));
    }

    @ParameterizedTest
    @CsvSource({
        "401, does not accept the app's id and key",
        "403, the installation is suspended",
        "404, does not know this installation",
        "422, does not reach these repositories or permissions",
        "500, 'with 500'",
        "503, 'with 503'",
        "302, 'a redirect, 302, which is not followed'",
    })
    void givesNothingWhenGithubRefusesAndTriesAgainAtTheNextUse(int status, String told) {
        github.answer(status);
        assertThat(reason(mint(READ_SITE))).contains(told).contains(github.api().toString());

        github.answer(0);
        assertThat(value(mint(READ_SITE))).isEqualTo("ghs_minted-1");
    }

    @Test
    void isRefusedForAnotherKeyAnotherInstallationAndAnotherRepository() {
        assertThat(reason(tokens.mint(ID, app(github.api()), pkcs8(generated(2048)), READ_SITE)))
                .contains("does not accept the app's id and key");
        assertThat(reason(tokens.mint(ID, new GithubApp(FakeGithub.APP, 99, github.api()), pkcs8(KEY), READ_SITE)))
                .contains("does not know this installation");
        assertThat(reason(mint(scope(List.of("secret-project"), Map.of("contents", "read")))))
                .contains("does not reach these repositories");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"token\":\"ghs_x\",\"expires_at\":\"2026-11-28T13:00:00Z\",\"permissions\":{\"contents\":\"write\"}}",
                "{\"token\":\"ghs_x\",\"expires_at\":\"2026-11-28T13:00:00Z\",\"permissions\":{\"contents\":\"read\",\"issues\":\"read\"}}",
                "{\"token\":\"ghs_x\",\"expires_at\":\"2026-11-28T13:00:00Z\",\"permissions\":{\"contents\":\"owner\"}}",
                "{\"token\":\"ghs_x\",\"expires_at\":\"2026-11-28T13:00:00Z\",\"permissions\":{\"metadata\":\"write\"}}",
                "{\"token\":\"ghs_x\",\"expires_at\":\"2026-11-28T13:00:00Z\",\"repository_selection\":\"all\"}",
            })
    void doesNotUseATokenThatReachesFurther(String body) {
        github.answer(body);

        assertThat(reason(mint(READ_SITE))).endsWith("a token that reaches further than was asked for");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                          | answers without a token",
                "{\"token\":\"\"}                                            | answers without a token",
                "{\"token\":\"ghs_x\"}                                       | does not say when its token ends",
                "{\"token\":\"ghs_x\",\"expires_at\":\"tomorrow\"}           | does not say when its token ends",
                "{\"token\":\"ghs_x\",\"expires_at\":\"2026-11-28T12:00:00Z\"} | a token that has ended",
            })
    void doesNotUseWhatIsNoToken(String body, String told) {
        github.answer(body);

        assertThat(reason(mint(READ_SITE))).contains(told).doesNotContain("ghs_x");
    }

    @Test
    void saysThatNobodyAnswers() throws Exception {
        URI nowhere;
        try (ServerSocket socket = new ServerSocket(0)) {
            nowhere = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }

        assertThat(reason(tokens.mint(ID, app(nowhere), pkcs8(KEY), READ_SITE)))
                .isEqualTo(nowhere + " cannot be reached: ConnectException");
        assertThat(reason(tokens.mint(ID, app(URI.create("http://ghe.example")), pkcs8(KEY), READ_SITE)))
                .startsWith("api http://ghe.example, expected https://");
    }

    @Test
    void doesNotWaitForLong() {
        github.answer(1);

        assertThat(reason(mint(READ_SITE))).endsWith("did not answer in time");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not a key",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\n",
            })
    void saysThatAValueIsNoKeyAndNothingOfIt(String value) {
        assertThat(AppTokens.isKey(Secret.of(value))).isFalse();
        assertThat(reason(tokens.mint(ID, app(github.api()), Secret.of(value), READ_SITE)))
                .isEqualTo("the value is no RSA private key in PEM of at least 2048 bits");
        assertThat(github.asked()).isEmpty();
    }

    @Test
    void takesNoShortKeyAndNoOtherKindOfKey() throws Exception {
        assertThat(AppTokens.isKey(pkcs8(generated(1024)))).isFalse();
        assertThat(AppTokens.isKey(pkcs8(KeyPairGenerator.getInstance("Ed25519").generateKeyPair())))
                .isFalse();
        assertThat(AppTokens.isKey(pkcs1(KEY))).isTrue();
    }

    /** The whole way: the stored key stays here, the token goes to the service, and neither goes where it is not bound. */
    @Test
    void issuesTheTokenAndNeverTheKey() {
        Custody custody =
                custody(github.api(), "plain://127.0.0.1:" + github.api().getPort());

        assertThat(custody.issue(use(READ_SITE)))
                .isInstanceOfSatisfying(
                        Issue.Issued.class,
                        issued -> assertThat(issued.secret().reveal()).isEqualTo("ghs_minted-1"));
        assertThat(custody.issue(use(null)))
                .isInstanceOfSatisfying(
                        Issue.Refused.class,
                        refused -> assertThat(refused.reason()).contains("does not declare which repositories"));
        github.answer(500);
        assertThat(custody.issue(use(scope(List.of("docs"), Map.of("issues", "write")))))
                .isInstanceOf(Issue.Unavailable.class);
        assertThat(custody(
                                URI.create("http://localhost:1"),
                                "plain://127.0.0.1:" + github.api().getPort())
                        .issue(use(READ_SITE)))
                .as("the key signs nothing for a host that it is not bound to")
                .isEqualTo(new Issue.Refused("credential github of domain acme is not bound to plain://localhost:1"));
    }

    private Custody custody(URI api, String bound) {
        return Custody.of(
                List.of(id -> Lookup.found(
                        new StoredCredential(ID, List.of(BoundHost.parse(bound).orElseThrow()), app(api), pkcs8(KEY)))),
                tokens);
    }

    private CredentialUse use(@Nullable TokenScope scope) {
        return new CredentialUse("acme", "github", Destination.of(github.api()), scope);
    }

    private Lookup<Secret> mint(TokenScope scope) {
        return tokens.mint(ID, app(github.api()), pkcs8(KEY), scope);
    }

    private static GithubApp app(URI api) {
        return new GithubApp(FakeGithub.APP, FakeGithub.INSTALLATION, api);
    }

    private static TokenScope scope(List<String> repositories, Map<String, String> permissions) {
        return new TokenScope(repositories, new TreeMap<>(permissions));
    }

    private static Secret pkcs8(KeyPair key) {
        return pem("PRIVATE KEY", key.getPrivate().getEncoded());
    }

    private static Secret pkcs1(KeyPair key) throws Exception {
        return pem(
                "RSA PRIVATE KEY",
                PrivateKeyInfo.getInstance(key.getPrivate().getEncoded())
                        .parsePrivateKey()
                        .toASN1Primitive()
                        .getEncoded());
    }

    private static Secret pem(String type, byte[] der) {
        return Secret.of("-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type + "-----\n");
    }

    private static KeyPair generated(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String value(Lookup<Secret> lookup) {
        return ((Lookup.Found<Secret>) lookup).value().reveal();
    }

    private static String reason(Lookup<Secret> lookup) {
        return ((Lookup.Unusable<Secret>) lookup).reason();
    }
}
