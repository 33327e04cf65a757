// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What an administrator of a vault does over its API, as docs/credentials.md tells it. */
public final class VaultAdmin {
    private static final JsonMapper JSON = new JsonMapper();
    public static final String POLICY = """
            path "secret/data/acme/*" { capabilities = ["read"] }
            path "transit/encrypt/seks" { capabilities = ["update"] }
            path "transit/decrypt/seks" { capabilities = ["update"] }
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;
    private final String token;

    public VaultAdmin(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    /** Whatever is there already stays. */
    public void prepare() {
        attempt("POST", "sys/auth/approle", "{\"type\":\"approle\"}");
        attempt("POST", "sys/mounts/transit", "{\"type\":\"transit\"}");
        ask("POST", "transit/keys/seks", "{}");
        ask(
                "PUT",
                "sys/policies/acl/seks-executor",
                JSON.createObjectNode().put("policy", POLICY).toString());
    }

    /** Makes a role whose tokens hold for so many seconds, and gives its id. */
    public String role(int ttlS, int maxTtlS) {
        ask(
                "POST",
                "auth/approle/role/seks",
                "{\"token_policies\":[\"seks-executor\"],\"token_ttl\":\"" + ttlS + "s\",\"token_max_ttl\":\"" + maxTtlS
                        + "s\"}");
        return ask("GET", "auth/approle/role/seks/role-id", "")
                .path("data")
                .path("role_id")
                .textValue();
    }

    public String secretId() {
        return ask("POST", "auth/approle/role/seks/secret-id", "{}")
                .path("data")
                .path("secret_id")
                .textValue();
    }

    public String token(int ttlS) {
        return ask("POST", "auth/token/create", "{\"policies\":[\"seks-executor\"],\"ttl\":\"" + ttlS + "s\"}")
                .path("auth")
                .path("client_token")
                .textValue();
    }

    public void revoke(String value) {
        ask("POST", "auth/token/revoke", "{\"token\":\"" + value + "\"}");
    }

    public void put(String path, String field, String value) {
        ask("POST", "secret/data/" + path, "{\"data\":{\"" + field + "\":\"" + value + "\"}}");
    }

    public void delete(String path) {
        ask("DELETE", "secret/data/" + path, "");
    }

    public void destroy(String path, int version) {
        ask("PUT", "secret/destroy/" + path, "{\"versions\":[" + version + "]}");
    }

    private void attempt(String method, String path, String said) {
        try {
            send(method, path, said);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode ask(String method, String path, String said) {
        try {
            HttpResponse<String> answer = send(method, path, said);
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + answer.body());
            }
            return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> send(String method, String path, String said) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(address + "/v1/" + path))
                        .header("X-Vault-Token", token)
                        .method(method, HttpRequest.BodyPublishers.ofString(said))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
