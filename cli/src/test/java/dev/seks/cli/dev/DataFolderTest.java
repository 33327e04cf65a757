// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.cli.fault.EnvironmentFault;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {
    @TempDir
    Path temporary;

    @Test
    void keepsSecretsForTheirOwnerAlone() throws Exception {
        DataFolder folder = new DataFolder(temporary.resolve("data"));
        folder.create();
        String token = DataFolder.secret(folder.token());
        String github = DataFolder.secret(folder.secrets().resolve("github"));

        assertThat(token).hasSize(43).isNotEqualTo(github);
        assertThat(DataFolder.secret(folder.token())).isEqualTo(token);
        assertThat(permissions(folder.token())).isEqualTo("rw-------");
        assertThat(permissions(folder.secrets().resolve("github"))).isEqualTo("rw-------");
        assertThat(permissions(folder.secrets())).isEqualTo("rwx------");
    }

    @Test
    void usesTheSamePortsAgainWhileTheyAreFree() throws Exception {
        Path remembered = temporary.resolve("ports");
        Ports first = Ports.choose(0, remembered);

        assertThat(Ports.choose(0, remembered)).isEqualTo(first);
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), first.kafka()));
            assertThat(Ports.choose(0, remembered)).isNotEqualTo(first);
            assertThatThrownBy(() -> Ports.choose(first.kafka() - 1, remembered))
                    .isInstanceOf(EnvironmentFault.class)
                    .hasMessageContaining(" is taken");
        }
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
