// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.schemas.signature.HmacKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {
    @TempDir
    private Path folder;

    @Test
    void makesAKeyOnceForItsOwnerAlone() throws IOException {
        KeyFile file = new KeyFile(folder.resolve("publisher"));

        String first = file.makeEd25519().keyId();

        assertThat(file.makeEd25519().keyId()).isEqualTo(first);
        assertThat(file.ed25519().keyId()).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        assertThat(Files.list(folder)).containsExactly(file.path());
    }

    @Test
    void everybodyWhoMakesItAtOnceGetsTheSameKey() {
        Set<String> ids = ConcurrentHashMap.newKeySet();

        IntStream.range(0, 32)
                .parallel()
                .forEach(i -> ids.add(new KeyFile(folder.resolve("decision"))
                                .makeHmac("decision-1")
                                .get(0)
                                .sign(new byte[] {1})[0]
                        + ""));

        assertThat(ids).hasSize(1);
    }

    @Test
    void theFirstOfSeveralSharedKeysSigns() throws IOException {
        KeyFile file = new KeyFile(folder.resolve("decision"));
        file.write(HmacKey.of("decision-2", new byte[32]));
        Files.writeString(
                file.path(),
                Files.readString(file.path()) + "\n" + KeyFile.line(HmacKey.of("decision-1", new byte[32])));

        assertThat(file.hmac()).extracting(HmacKey::keyId).isEqualTo(List.of("decision-2", "decision-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw-rw-rw-", "rwx------", "rw----r--"})
    void refusesAFileThatOthersCanUse(String mode) throws IOException {
        KeyFile file = new KeyFile(folder.resolve("key"));
        file.makeEd25519();
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString(mode));

        assertThatThrownBy(file::ed25519).hasMessageContaining("expected mode 0600");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ed25519-private:AAAA",
                "ed25519-private:c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I!",
                "decision-1 hmac-sha256:c2VjcmV0",
                "decision-1",
                "a hmac-sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\na hmac-sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
            })
    void saysThatAFileIsOutOfFormAndNotWhatIsInIt(String text) throws IOException {
        KeyFile file = new KeyFile(folder.resolve("key"));
        file.makeEd25519();
        Files.writeString(file.path(), text);

        assertThatThrownBy(file::ed25519)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is out of form")
                .hasMessageNotContaining("c2Vjcm");
        assertThatThrownBy(file::hmac)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is out of form")
                .hasMessageNotContaining("c2Vjcm");
    }
}
