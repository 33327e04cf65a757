// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundHostTest {

    @ParameterizedTest
    @CsvSource({
        "api.github.com, https://api.github.com",
        "api.github.com, https://API.GitHub.com:443/v3",
        "api.github.com:8443, https://api.github.com:8443",
        "API.github.com, https://api.github.com",
        "plain://127.0.0.1:7072, http://127.0.0.1:7072",
        "plain://127.0.0.1:7072, https://127.0.0.1:7072",
        "plain://forge:80, http://forge",
        "[::1]:8443, https://[::1]:8443",
        "xn--bcher-kva.example, https://xn--bcher-kva.example",
    })
    void coversExactlyItsHostAndPort(String bound, String url) {
        assertThat(BoundHost.parse(bound).orElseThrow().covers(Destination.of(URI.create(url))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "api.github.com, http://api.github.com",
        "api.github.com, http://api.github.com:443",
        "api.github.com, https://api.github.com:8443",
        "api.github.com, https://api.github.com.",
        "api.github.com, https://api.github.com.evil.example",
        "api.github.com, https://evil-api.github.com",
        "api.github.com, https://github.com",
        "api.github.com:8443, https://api.github.com",
        "127.0.0.1:7072, http://127.0.0.1:7072",
        "plain://127.0.0.1:7072, http://127.0.0.1:7073",
        "plain://127.0.0.1:7072, http://localhost:7072",
        "plain://127.0.0.1:7072, http://2130706433:7072",
        "[::1]:8443, https://[0:0:0:0:0:0:0:1]:8443",
    })
    void coversNothingElse(String bound, String url) {
        assertThat(BoundHost.parse(bound).orElseThrow().covers(Destination.of(URI.create(url))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*.github.com",
                "api.*",
                "https://api.github.com",
                "plain://forge",
                "api.github.com/",
                "api.github.com:",
                "api.github.com:0",
                "api.github.com:65536",
                "api.github.com:99999999999",
                "api.github.com.",
                ".github.com",
                "api..com",
                "-a.com",
                "a_b.com",
                "user@host",
                "a b",
                "a\n",
                "bücher.example",
                "::1",
                "[::1",
                "[fe80::1%eth0]",
            })
    void isNotWrittenAnyOtherWay(String text) {
        assertThat(BoundHost.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"api.github.com", "api.github.com:8443", "plain://127.0.0.1:7072", "[::1]:1", "plain://a:443"})
    void isShownAsItIsWritten(String text) {
        assertThat(BoundHost.parse(text).orElseThrow()).hasToString(text);
    }
}
