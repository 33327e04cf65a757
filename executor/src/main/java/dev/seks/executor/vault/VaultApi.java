// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.executor.credential.Lookup;
import dev.seks.executor.credential.Secret;
import dev.seks.executor.credential.SecretFile;
import dev.seks.executor.remote.JsonHttp;
import dev.seks.executor.remote.JsonHttp.Answer;
import dev.seks.executor.remote.NoAnswerException;
import dev.seks.executor.remote.TimeLimit;
import dev.seks.executor.vault.VaultConfig.AppRoleLogin;
import dev.seks.executor.vault.VaultConfig.TokenLogin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The part of the vault's API that concerns tokens, and the way every request is made. */
final class VaultApi {
    private static final int FORBIDDEN = 403;

    private final VaultConfig config;
    private final String what;
    private final JsonHttp http;

    VaultApi(VaultConfig config) {
        this.config = config;
        this.what = "the vault at " + config.address();
        this.http = new JsonHttp(what, config.address());
    }

    /** Names the vault in messages. */
    String what() {
        return what;
    }

    Answer ask(String path, @Nullable JsonNode said, @Nullable Secret token, TimeLimit limit) throws VaultException {
        Map<String, String> headers = new TreeMap<>();
        headers.put("X-Vault-Request", "true");
        if (config.namespace() != null) {
            headers.put("X-Vault-Namespace", Objects.requireNonNull(config.namespace()));
        }
        if (token != null) {
            headers.put("X-Vault-Token", token.reveal());
        }
        try {
            return http.ask("/v1/" + path, headers, said, limit);
        } catch (NoAnswerException e) {
            throw new VaultException(e.getMessage());
        } catch (IllegalArgumentException e) {
            // the header was refused; the message would quote it
            throw new VaultException("the token for " + what + " cannot stand in a header");
        }
    }

    /** What the login rests on now: the content of the token file; null when a login always gives another token. */
    @Nullable
    Secret source() throws VaultException {
        return config.login() instanceof TokenLogin token ? text(token.tokenFile(), token.access()) : null;
    }

    VaultToken login(@Nullable Secret source, TimeLimit limit) throws VaultException {
        long now = System.nanoTime();
        if (config.login() instanceof AppRoleLogin role) {
            ObjectNode said = JsonNodeFactory.instance
                    .objectNode()
                    .put("role_id", role.roleId())
                    .put("secret_id", text(role.secretIdFile(), role.access()).reveal());
            Answer answer = ask("auth/" + role.mount() + "/login", said, null, limit);
            JsonNode auth = ok(answer, "the login by AppRole").path("auth");
            Secret value = secret(auth.path("client_token"));
            return new VaultToken(
                    value, value, now, lease(auth), auth.path("renewable").asBoolean());
        }
        Secret value = Objects.requireNonNull(source);
        Answer answer = ask("auth/token/lookup-self", null, value, limit);
        JsonNode data = ok(answer, "the token in " + ((TokenLogin) config.login()).tokenFile())
                .path("data");
        return new VaultToken(
                value,
                value,
                now,
                seconds(data.path("ttl")),
                data.path("renewable").asBoolean());
    }

    /** Whether the vault knows a token no more; when it cannot be said, it is taken to know it. */
    boolean isDead(VaultToken token, TimeLimit limit) throws VaultException {
        return ask("auth/token/lookup-self", null, token.value(), limit).status() == FORBIDDEN;
    }

    /** The same token with its new time; null when the vault does not renew it. */
    @Nullable
    VaultToken renew(VaultToken token, TimeLimit limit) throws VaultException {
        long now = System.nanoTime();
        Answer answer = ask("auth/token/renew-self", JsonNodeFactory.instance.objectNode(), token.value(), limit);
        if (answer.status() / 100 == 4) {
            return null;
        }
        JsonNode auth = ok(answer, "the renewal of the token").path("auth");
        return token.renewed(now, lease(auth), auth.path("renewable").asBoolean());
    }

    /**
     * The body of an answer that is no refusal.
     *
     * @param asked what was asked for, for the message
     */
    JsonNode ok(Answer answer, String asked) throws VaultException {
        if (answer.isOk()) {
            return answer.body();
        }
        throw new VaultException(
                switch (answer.status()) {
                    case 400, 403 -> what + " refuses " + asked + ", with " + answer.status();
                    case 404 -> what + " does not know " + asked;
                    case 429 -> what + " is asked too much, or only stands by";
                    case 472, 473 -> what + " only stands by: name the active one";
                    case 503 -> what + " is sealed or under maintenance";
                    default -> what + " answers " + asked + " with " + answer.status();
                });
    }

    private Secret secret(JsonNode value) throws VaultException {
        if (!value.isTextual() || !Secret.fits(value.textValue())) {
            throw new VaultException(what + " answers a login without a token");
        }
        return Secret.of(value.textValue());
    }

    private Duration lease(JsonNode auth) throws VaultException {
        return seconds(auth.path("lease_duration"));
    }

    private Duration seconds(JsonNode value) throws VaultException {
        if (!value.canConvertToLong() || value.longValue() < 0) {
            throw new VaultException(what + " does not say how long its token holds");
        }
        return Duration.ofSeconds(Math.min(value.longValue(), Integer.MAX_VALUE));
    }

    private static Secret text(Path file, SecretFile.Access access) throws VaultException {
        Lookup<Secret> text = SecretFile.text(file, access);
        if (text instanceof Lookup.Found<Secret> found) {
            return found.value();
        }
        throw new VaultException(
                text instanceof Lookup.Unusable<Secret> unusable ? unusable.reason() : "there is no file " + file);
    }
}
