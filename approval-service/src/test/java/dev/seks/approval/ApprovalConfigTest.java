// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.approval.slack.SlackUser;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.trust.TrustRoots;
import dev.seks.schemas.wire.SchemaIds;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApprovalConfigTest {
    @TempDir
    private Path folder;

    @Test
    void listensBeyondLoopbackOnlyBehindHttps() {
        assertThatThrownBy(() -> at("0.0.0.0", null)).hasMessageContaining("https public URL");
        assertThatThrownBy(() -> at("0.0.0.0", "http://inbox.example")).hasMessageContaining("https public URL");
        assertThat(at("0.0.0.0", "https://inbox.example").host()).isEqualTo("0.0.0.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://inbox.example",
                "https://user@inbox.example",
                "https://inbox.example/path",
                "https://inbox.example?x=1",
                "inbox.example"
            })
    void refusesAPublicUrlThatIsMoreThanAHost(String url) {
        assertThatThrownBy(() -> at("127.0.0.1", url)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "T1", "T1/", "/U1", "t1/u1", "T1/U1/X", "T1/U1 "})
    void refusesWhatIsNoSlackUser(String text) {
        assertThatThrownBy(() -> SlackUser.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsASecretThatIsItsOwnersAlone() throws IOException {
        assertThat(SecretFile.read(file("rw-------", " twenty-characters-and-more\n")))
                .isEqualTo("twenty-characters-and-more");
        assertThat(SecretFile.read(file("r--------", "twenty-characters-and-more")))
                .hasSize(26);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------"})
    void refusesASecretThatIsNot(String mode) throws IOException {
        Path file = file(mode, "twenty-characters-and-more");

        assertThatThrownBy(() -> SecretFile.read(file))
                .hasMessageContaining("0600")
                .hasMessageNotContaining("twenty");
    }

    @Test
    void refusesASecretThatIsTooShortOrTooLong() throws IOException {
        Path tooShort = file("rw-------", "short");
        Path tooLong = file("rw-------", "x".repeat(SecretFile.MAX_LENGTH + 1));

        assertThatThrownBy(() -> SecretFile.read(tooShort))
                .hasMessageContaining("5 characters")
                .hasMessageNotContaining("short,");
        assertThatThrownBy(() -> SecretFile.read(tooLong)).hasMessageContaining("too long");
    }

    private Path file(String mode, String text) throws IOException {
        Path file = Files.createTempFile(folder, "secret", "");
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static ApprovalConfig at(String host, @Nullable String publicUrl) {
        return new ApprovalConfig(
                Map.of(),
                Topics.withPartitions(1),
                SchemaIds.builtIn(),
                host,
                0,
                publicUrl == null ? null : URI.create(publicUrl),
                Path.of("token"),
                Path.of("key"),
                TrustRoots.NONE,
                "mika",
                null,
                null,
                null);
    }
}
