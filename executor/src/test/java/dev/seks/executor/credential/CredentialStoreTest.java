// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialStoreTest {
    @TempDir
    Path temporary;

    @Test
    void findsASecretInItsFileAndSeesItRotated() throws Exception {
        CredentialStore store = CredentialStore.folder(folder("rwx------"));
        write("github", "first\n", "rw-------");
        assertThat(revealed(store, "github")).contains("first");

        write("github", "second", "rw-------");

        assertThat(revealed(store, "github")).contains("second");
        assertThat(store.find("other")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
    void refusesAFileThatOthersMayTouch(String mode) throws Exception {
        CredentialStore store = CredentialStore.folder(folder("rwx------"));
        write("github", "first", mode);

        assertThat(store.find("github")).isEmpty();
    }

    @Test
    void refusesAFolderThatOthersMayEnter() throws Exception {
        CredentialStore store = CredentialStore.folder(folder("rwxr-xr-x"));
        write("github", "first", "rw-------");

        assertThat(store.find("github")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../github", "/etc/passwd", "", ".", "GitHub", "a/b", "a\u0000"})
    void refusesAReferenceThatIsNoName(String ref) throws Exception {
        assertThat(CredentialStore.folder(folder("rwx------")).find(ref)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n"})
    void refusesAnEmptySecret(String value) throws Exception {
        CredentialStore store = CredentialStore.folder(folder("rwx------"));
        write("github", value, "rw-------");

        assertThat(store.find("github")).isEmpty();
        assertThatThrownBy(() -> Secret.of(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void findsASecretInTheEnvironment() {
        CredentialStore store = CredentialStore.environment(Map.of("SEKS_CREDENTIAL_MY_FORGE", "value"));

        assertThat(revealed(store, "my-forge")).contains("value");
        assertThat(store.find("github")).isEmpty();
    }

    @Test
    void asksStoresInOrder() {
        CredentialStore store = CredentialStore.firstOf(List.of(
                CredentialStore.none(),
                ref -> Optional.of(Secret.of("second")),
                ref -> Optional.of(Secret.of("third"))));

        assertThat(revealed(store, "github")).contains("second");
    }

    @Test
    void neverShowsASecret() {
        assertThat(Secret.of("value")).hasToString("[redacted]");
        assertThat(String.valueOf(Optional.of(Secret.of("value")))).doesNotContain("value");
    }

    private static Optional<String> revealed(CredentialStore store, String ref) {
        return store.find(ref).map(Secret::reveal);
    }

    private Path folder(String mode) throws Exception {
        return Files.setPosixFilePermissions(
                Files.createDirectories(temporary.resolve("secrets")), PosixFilePermissions.fromString(mode));
    }

    private void write(String ref, String value, String mode) throws Exception {
        Path file = temporary.resolve("secrets").resolve(ref);
        Files.writeString(file, value);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
