// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.executor.credential.SecretFile;
import dev.seks.executor.vault.VaultConfig.TokenLogin;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultConfigTest {
    private static final TokenLogin LOGIN = new TokenLogin(Path.of("token"), SecretFile.Access.OWNER_ONLY);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://vault.example:8200",
                "https://user:pass@vault.example",
                "https://vault.example/",
                "https://vault.example/a/../b",
                "https://vault.example?x=1",
                "ftp://vault.example",
                "https:/nowhere",
                "http:/nowhere",
                "vault.example",
            })
    void isAskedOnlyWhereNobodyListensIn(String address) {
        assertThatThrownBy(() -> new VaultConfig(URI.create(address), null, LOGIN, VaultConfig.DEFAULT_TIMEOUT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "a/", "/a", "a//b", "..", "a/..", "../a", ".", "a/./b", "a b", "a?b", "a%2fb", "ä"})
    void hasNoPathThatLeadsElsewhere(String path) {
        assertThat(VaultConfig.isPath(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "acme/github", "a.b/..c/d..", "kv-v2_x"})
    void hasPathsOfNames(String path) {
        assertThat(VaultConfig.isPath(path)).isTrue();
    }
}
