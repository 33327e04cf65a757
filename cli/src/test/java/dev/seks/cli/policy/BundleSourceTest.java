// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.yaml.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundleSourceTest {
    @TempDir
    Path folder;

    @Test
    void holdsThePolicyAndItsCatalogueWordForWordAndInOrder() throws IOException {
        Path policy = Files.writeString(folder.resolve("p.yaml"), "version: 1\ndomain: acme\nagents: {}\n");
        Path catalogue = Files.createDirectory(folder.resolve("c"));
        Files.writeString(catalogue.resolve("b.yaml"), "service: b\nactions: {}\n");
        Files.writeString(catalogue.resolve("a.yaml"), "service: a\nactions: {}\n");
        Files.writeString(catalogue.resolve("notes.txt"), "not of the catalogue");

        BundleSource source = BundleSource.of(Reading.of(policy, catalogue), List.of("ann"));

        assertThat(source.domain()).isEqualTo("acme");
        assertThat(source.policy()).isEqualTo(new BundleFile("p.yaml", "version: 1\ndomain: acme\nagents: {}\n"));
        assertThat(source.catalogue())
                .extracting(BundleFile::getPath)
                .containsExactly("catalogue/a.yaml", "catalogue/b.yaml");
        assertThat(source.operators()).containsExactly("ann");
    }

    @Test
    void refusesWhatIsFaultyOrTooMuch() throws IOException {
        Path faulty = Files.writeString(folder.resolve("p.yaml"), "version: 2\n");
        Path good = Files.writeString(folder.resolve("q.yaml"), "version: 1\nagents: {}\n");
        String large = "service: x\nactions: {}\n#" + "x".repeat(2 * 1024 * 1024 - 24);

        assertThatThrownBy(() -> BundleSource.of(Reading.of(faulty, null), List.of()))
                .isInstanceOf(EnvironmentFault.class)
                .hasMessageContaining("p.yaml:1:10: version is 2, expected 1");
        assertThatThrownBy(() ->
                        BundleSource.of(Reading.with(good, List.of(new SourceFile("x.yaml", large))), List.of()))
                .isInstanceOf(EnvironmentFault.class)
                .hasMessageContaining("bytes together, expected at most 2097152");
    }
}
