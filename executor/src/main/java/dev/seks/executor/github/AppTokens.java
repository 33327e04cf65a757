// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.executor.credential.CredentialId;
import dev.seks.executor.credential.CredentialKind.GithubApp;
import dev.seks.executor.credential.Lookup;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.credential.TokenMint;
import dev.seks.executor.remote.JsonHttp;
import dev.seks.executor.remote.JsonHttp.Answer;
import dev.seks.executor.remote.NoAnswerException;
import dev.seks.executor.remote.TimeLimit;
import dev.seks.schemas.catalogue.TokenScope;
import dev.seks.schemas.digest.Digest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Mints installation tokens of GitHub Apps by {@code POST /app/installations/ID/access_tokens}. A token is used again for
 * the same scope while it holds, and for nothing else; one that reaches further than it was asked for is not used at all.
 * Safe for use by many threads, of which one mints for a scope while the others wait for its token.
 */
public final class AppTokens implements TokenMint {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String API_VERSION = "2022-11-28";
    private static final String MEDIA_TYPE = "application/vnd.github+json";
    private static final List<String> LEVELS = List.of("read", "write", "admin");

    /** Every token can read this, asked for or not. */
    private static final String METADATA = "metadata";

    private static final int LOCKS = 64;
    private static final int MAX_APIS = 64;

    private final Clock clock;
    private final MintedTokens tokens = new MintedTokens();
    private final List<ReentrantLock> minting =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toList();
    private final Map<URI, JsonHttp> apis = new ConcurrentHashMap<>();

    /** {@code clock}: against which tokens are dated. */
    public AppTokens(Clock clock) {
        this.clock = clock;
    }

    /** Whether a value can be the key of an app: an RSA private key in PEM of at least 2048 bits. */
    public static boolean isKey(Secret value) {
        return AppKey.of(value).isPresent();
    }

    @Override
    public Lookup<Secret> mint(CredentialId id, GithubApp app, Secret key, TokenScope scope) {
        TimeLimit limit = TimeLimit.in(TIMEOUT);
        String digest = Digest.of(key.reveal().getBytes(StandardCharsets.UTF_8));
        MintedTokens.Purpose purpose = new MintedTokens.Purpose(id, app, digest, scope);
        Optional<Secret> kept = tokens.find(purpose, clock.instant());
        if (kept.isPresent()) {
            return Lookup.found(kept.get());
        }
        ReentrantLock lock = minting.get(Math.floorMod(purpose.hashCode(), LOCKS));
        try {
            if (!lock.tryLock(limit.remainingNanos(), TimeUnit.NANOSECONDS)) {
                return Lookup.unusable(app.api() + " did not answer in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Lookup.unusable("interrupted while asking " + app.api());
        }
        try {
            Optional<Secret> meanwhile = tokens.find(purpose, clock.instant());
            return meanwhile.isPresent() ? Lookup.found(meanwhile.get()) : minted(purpose, key, limit);
        } finally {
            lock.unlock();
        }
    }

    private Lookup<Secret> minted(MintedTokens.Purpose purpose, Secret pem, TimeLimit limit) {
        GithubApp app = purpose.app();
        if (!JsonHttp.isBase(app.api())) {
            return Lookup.unusable("api " + app.api() + ", expected " + JsonHttp.baseForm());
        }
        Optional<AppKey> key = AppKey.of(pem);
        if (key.isEmpty()) {
            return Lookup.unusable("the value is no RSA private key in PEM of at least 2048 bits");
        }
        Map<String, String> headers = Map.of(
                "Accept",
                MEDIA_TYPE,
                "Authorization",
                "Bearer " + key.get().token(app.app(), clock.instant()).reveal(),
                "X-GitHub-Api-Version",
                API_VERSION,
                "User-Agent",
                "seks-executor");
        try {
            Answer answer = api(app.api())
                    .ask(
                            "/app/installations/" + app.installation() + "/access_tokens",
                            headers,
                            said(purpose.scope()),
                            limit);
            return answer.isOk() ? taken(purpose, answer.body()) : Lookup.unusable(refusal(app, answer.status()));
        } catch (NoAnswerException e) {
            return Lookup.unusable(e.getMessage());
        }
    }

    private JsonHttp api(URI base) {
        if (apis.size() >= MAX_APIS) {
            apis.clear();
        }
        return apis.computeIfAbsent(base, url -> new JsonHttp(url.toString(), url));
    }

    private static ObjectNode said(TokenScope scope) {
        ObjectNode said = JsonNodeFactory.instance.objectNode();
        if (!scope.repositories().isEmpty()) {
            ArrayNode repositories = said.putArray("repositories");
            scope.repositories().forEach(repositories::add);
        }
        ObjectNode permissions = said.putObject("permissions");
        scope.permissions().forEach(permissions::put);
        return said;
    }

    private static String refusal(GithubApp app, int status) {
        String what = app.api() + " refuses a token of app " + app.app() + " for installation " + app.installation();
        return what
                + switch (status) {
                    case 401 -> ": it does not accept the app's id and key, or this machine's clock is wrong";
                    case 403 -> ": the installation is suspended, or too much was asked for";
                    case 404 -> ": it does not know this installation of the app";
                    case 422 -> ": the installation does not reach these repositories or permissions";
                    default -> ", with " + status;
                };
    }

    private Lookup<Secret> taken(MintedTokens.Purpose purpose, JsonNode body) {
        String api = purpose.app().api().toString();
        String token = body.path("token").asText("");
        if (!Secret.fits(token)) {
            return Lookup.unusable(api + " answers without a token");
        }
        if (reachesFurther(purpose.scope(), body)) {
            return Lookup.unusable(api + " answers with a token that reaches further than was asked for");
        }
        Secret secret = Secret.of(token);
        try {
            Instant expiresAt = Instant.parse(body.path("expires_at").asText(""));
            if (!clock.instant().isBefore(expiresAt)) {
                return Lookup.unusable(api + " answers with a token that has ended, or this machine's clock is wrong");
            }
            tokens.keep(purpose, secret, expiresAt);
            return Lookup.found(secret);
        } catch (DateTimeParseException e) {
            return Lookup.unusable(api + " does not say when its token ends");
        }
    }

    private static boolean reachesFurther(TokenScope scope, JsonNode body) {
        if (!scope.repositories().isEmpty()
                && body.path("repository_selection").asText("").equals("all")) {
            return true;
        }
        return body.path("permissions").properties().stream().anyMatch(permission -> {
            String asked = permission.getKey().equals(METADATA)
                    ? scope.permissions().getOrDefault(METADATA, LEVELS.get(0))
                    : scope.permissions().get(permission.getKey());
            int given = LEVELS.indexOf(permission.getValue().asText(""));
            return asked == null || given < 0 || given > LEVELS.indexOf(asked);
        });
    }
}
