// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.seks.executor.call.ActionCall;
import dev.seks.executor.call.CatalogueFixture;
import dev.seks.executor.http.CallUrl.UnsafeUrlException;
import dev.seks.schemas.catalogue.Call.HttpCall;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whatever the parameters are, a URL is the template's or none. The corpus runs with every build. */
class CallUrlFuzzTest {
    private static final ActionCall CALL = CatalogueFixture.call("""
            service: forge
            base_url: https://forge.example:8443/api/v3
            actions:
              get:
                summary: "get"
                effect: read
                http: GET /repos/{owner}/x-{repo}.json
                params:
                  owner: { type: string, required: true }
                  repo: { type: string, required: true }
                  q: { type: string, in: query }
                  tag: { type: strings, in: query }
            """, "get", Map.of());

    @FuzzTest(maxDuration = "1m")
    void neverLeavesTheTemplate(FuzzedDataProvider data) {
        Map<String, Object> params = new HashMap<>();
        params.put("owner", data.consumeString(40));
        params.put("repo", data.consumeString(40));
        if (data.consumeBoolean()) {
            params.put("tag", List.of(data.consumeString(20), data.consumeString(20)));
        }
        params.put("q", data.consumeRemainingAsString());
        URI url;
        try {
            url = CallUrl.of(CALL.service().baseUrl(), (HttpCall) CALL.action().call(), CALL.action(), params);
        } catch (UnsafeUrlException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return;
        }
        assertThat(url.getScheme()).isEqualTo("https");
        assertThat(url.getRawAuthority()).isEqualTo("forge.example:8443");
        assertThat(url.getRawFragment()).isNull();
        assertThat(url.normalize()).isEqualTo(url);
        String[] segments = url.getRawPath().split("/", -1);
        assertThat(segments).hasSize(6).startsWith("", "api", "v3", "repos");
        assertThat(segments[5]).startsWith("x-").endsWith(".json");
        // what a server makes of it that decodes once more than it should
        String decoded = URLDecoder.decode(url.getRawPath().replace("+", "%2B"), StandardCharsets.UTF_8);
        assertThat(decoded.split("/", -1)).hasSize(6).doesNotContain("..", ".");
        assertThat(decoded.chars()).noneMatch(Character::isISOControl);
        assertThat(url.getRawQuery()).matches("(tag=[^&#]*&tag=[^&#]*&)?q=[^&#]*|q=[^&#]*&tag=[^&#]*&tag=[^&#]*");
    }
}
