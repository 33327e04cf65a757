// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.executor.call.ActionCall;
import dev.seks.executor.call.CatalogueFixture;
import dev.seks.executor.http.CallUrl.UnsafeUrlException;
import dev.seks.schemas.catalogue.Call.HttpCall;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallUrlTest {
    private static final String CATALOGUE = """
            service: forge
            base_url: https://forge.example:8443/api/v3
            actions:
              get:
                summary: "get"
                effect: read
                http: GET /repos/{owner}/{repo}
                params:
                  owner: { type: string, required: true }
                  repo: { type: string, required: true }
                  q: { type: string, in: query }
                  tag: { type: strings, in: query }
            """;
    private static final ActionCall CALL = CatalogueFixture.call(CATALOGUE, "get", Map.of());

    @Test
    void fillsSegmentsAndQueryEachEncodedOnItsOwn() throws Exception {
        URI url = url(Map.of("owner", "a b", "repo", "ü&=?", "q", "x y&z=*", "tag", List.of("1", "2")));

        assertThat(url.toString())
                .isEqualTo(
                        "https://forge.example:8443/api/v3/repos/a%20b/%C3%BC%26%3D%3F?q=x%20y%26z%3D%2A&tag=1&tag=2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/../../user/keys",
                "..",
                ".",
                "",
                "%2e%2e",
                "%2E%2e",
                "%252e%252e",
                "..;/",
                "..;x=1",
                "a/b",
                "a%2fb",
                "a\\b",
                "a%5cb",
                "a\r\nHost: evil",
                "a%0d%0ab",
                "a\u0000b"
            })
    void refusesAValueThatSomeServerReadsAsAnotherPath(String value) {
        assertThatThrownBy(() -> url(Map.of("owner", "acme", "repo", value)))
                .isInstanceOf(UnsafeUrlException.class)
                .hasMessageNotContaining("evil");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "?", "a#b", "a?b=c", "@evil.example", ":443", "100%", "a;b", "a&b", "...", "..a", "é"})
    void takesOddCharactersAsText(String value) throws Exception {
        URI url = url(Map.of("owner", "acme", "repo", value));

        assertThat(url.getPath()).isEqualTo("/api/v3/repos/acme/" + value);
        assertThat(url.getHost()).isEqualTo("forge.example");
        assertThat(url.getRawQuery()).isNull();
        assertThat(url.getRawFragment()).isNull();
    }

    @Test
    void neverLeavesTheTemplateWhateverTheValues() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "./%2e;\\?#&=@:ab \r\n\u00fc\u2028";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int length = random.nextInt(8); length >= 0; length--) {
                value.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                URI url = url(Map.of("owner", "acme", "repo", value.toString(), "q", value.toString()));
                assertThat(url.getRawPath().split("/", -1))
                        .as("seed %s, value %s", seed, value)
                        .hasSize(6);
                assertThat(url.normalize().getRawPath()).as("seed %s", seed).isEqualTo(url.getRawPath());
                assertThat(url.getRawAuthority()).as("seed %s", seed).isEqualTo("forge.example:8443");
            } catch (UnsafeUrlException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    private static URI url(Map<String, Object> params) throws UnsafeUrlException {
        return CallUrl.of(CALL.service().baseUrl(), (HttpCall) CALL.action().call(), CALL.action(), params);
    }
}
