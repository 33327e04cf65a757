// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.yaml.SourceFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundleSourceTest {
    @TempDir
    Path folder;

    @Test
    void hasAnActionForEveryPatternOfTheExamplePolicy() throws Exception {
        Path policy = Files.writeString(folder.resolve("seks-policy.yaml"), BundleSource.examplePolicy());

        BundleSource source = BundleSource.builtIn(policy, "http://127.0.0.1:1234");

        ActionCatalogue.Result result = ActionCatalogue.load(source.catalogue().stream()
                .map(file -> new SourceFile(file.getPath(), file.getText()))
                .toList());
        assertThat(result).isInstanceOf(ActionCatalogue.Loaded.class);
        ActionCatalogue catalogue = ((ActionCatalogue.Loaded) result).catalogue();
        for (String action :
                List.of("repos.list", "repos.get", "issues.list", "repos.delete", "repos.create", "admin.users.list")) {
            assertThat(catalogue.action("github", action)).as(action).isPresent();
        }
        for (String action : List.of("draft.create", "draft.read", "draft.list", "send")) {
            assertThat(catalogue.action("email", action)).as(action).isPresent();
        }
    }

    @Test
    void readsTheUsersCatalogueInOrder() throws Exception {
        Path policy = Files.writeString(folder.resolve("p.yaml"), "version: 1\n");
        Path catalogue = Files.createDirectory(folder.resolve("c"));
        Files.writeString(catalogue.resolve("b.yaml"), "service: b\n");
        Files.writeString(catalogue.resolve("a.yaml"), "service: a\n");
        Files.writeString(catalogue.resolve("notes.txt"), "not of the catalogue");

        BundleSource source = BundleSource.read(policy, catalogue);

        assertThat(source.policy().getText()).isEqualTo("version: 1\n");
        assertThat(source.catalogue())
                .extracting(file -> file.getPath())
                .containsExactly("catalogue/a.yaml", "catalogue/b.yaml");
    }

    @Test
    void saysWhatIsWrongWithAFile() throws Exception {
        Path policy = folder.resolve("none.yaml");
        Path bytes = Files.write(folder.resolve("bytes.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe});
        Path large = Files.write(
                folder.resolve("large.yaml"), "#".repeat(2 * 1024 * 1024 + 1).getBytes(StandardCharsets.UTF_8));
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThatThrownBy(() -> BundleSource.read(policy, empty))
                .isInstanceOf(EnvironmentFault.class)
                .hasMessage("policy " + policy + " cannot be read: it does not exist");
        assertThatThrownBy(() -> BundleSource.read(empty, empty))
                .hasMessage("policy " + empty + " cannot be read: it is a folder");
        assertThatThrownBy(() -> BundleSource.read(bytes, empty)).hasMessage("policy " + bytes + " is not UTF-8 text");
        assertThatThrownBy(() -> BundleSource.read(large, empty))
                .hasMessage("policy " + large + " has more than 2097152 bytes");
        Path good = Files.writeString(folder.resolve("good.yaml"), "version: 1\n");
        assertThatThrownBy(() -> BundleSource.read(good, empty)).hasMessageContaining("holds no .yaml file");
    }
}
