// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ForgeTest {
    private final Forge forge = Forge.start(0, new Forge.Tokens("code-token", "mail-token"), Clock.systemUTC());
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        forge.close();
    }

    @Test
    void showsRepositoriesAndIssues() throws Exception {
        assertThat(call("GET", "/users/acme/repos", "code-token", "").body())
                .contains("\"full_name\":\"acme/site\"", "\"private\":true");
        assertThat(call("GET", "/user/repos", "code-token", "").body()).contains("acme/docs");
        assertThat(call("GET", "/repos/acme/site", "code-token", "").body())
                .contains("\"default_branch\":\"main\"", "\"open_issues_count\":2");
        assertThat(call("GET", "/repos/acme/site/issues", "code-token", "").body())
                .contains("link in the footer is broken");
        assertThat(call("GET", "/repos/acme/none", "code-token", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void createsAndDeletesARepository() throws Exception {
        HttpResponse<String> made = call("POST", "/user/repos", "code-token", "{\"name\":\"shop\",\"private\":true}");

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.body()).contains("\"full_name\":\"acme/shop\"", "\"private\":true");
        assertThat(call("POST", "/user/repos", "code-token", "{\"name\":\"shop\"}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(call("DELETE", "/repos/acme/shop", "code-token", "").statusCode())
                .isEqualTo(204);
        assertThat(call("GET", "/repos/acme/shop", "code-token", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void refusesACallWithoutTheTokenOfItsPart() throws Exception {
        HttpResponse<String> refused = call("DELETE", "/repos/acme/site", "mail-token", "");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(call("POST", "/mail/messages", "code-token", "{\"to\":\"a@b\"}")
                        .statusCode())
                .isEqualTo(401);
        assertThat(call("GET", "/repos/acme/site", "code-token", "").statusCode())
                .isEqualTo(200);
    }

    @Test
    void remembersEveryCall() throws Exception {
        call("GET", "/admin/users", "code-token", "");
        call("GET", "/admin/users", "wrong", "");
        call("POST", "/mail/messages", "mail-token", "{\"to\":\"ann@acme.example\",\"subject\":\"hello\"}");

        assertThat(forge.calls())
                .extracting(Call::method, Call::path, Call::status, Call::authorised)
                .containsExactly(
                        tuple("GET", "/admin/users", 200, true),
                        tuple("GET", "/admin/users", 401, false),
                        tuple("POST", "/mail/messages", 202, true));
        assertThat(call("GET", "/_log", "code-token", "").body()).contains("\"path\":\"/admin/users\"", "\"at\":\"20");
    }

    @Test
    void refusesABodyThatIsTooLargeOrNoJson() throws Exception {
        String large = "{\"name\":\"" + "x".repeat(Forge.MAX_BODY_BYTES) + "\"}";

        assertThat(call("POST", "/user/repos", "code-token", large).statusCode())
                .isEqualTo(413);
        assertThat(call("POST", "/user/repos", "code-token", "{").statusCode()).isEqualTo(400);
        assertThat(call("PUT", "/user/repos", "code-token", "{}").statusCode()).isEqualTo(405);
    }

    private HttpResponse<String> call(String method, String path, String token, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(forge.baseUrl() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + token)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
