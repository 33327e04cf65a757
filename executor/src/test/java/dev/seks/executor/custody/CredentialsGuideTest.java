// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.custody;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.executor.vault.VaultAdmin;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.catalogue.ActionDefinition;
import dev.seks.schemas.yaml.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the guide shows of files is right, and what it tells an administrator of a vault is what the tests do. */
class CredentialsGuideTest {
    private static final Path GUIDE = Path.of("../docs/credentials.md");

    @Test
    void showsOnlyCredentialsFilesThatCanBeUsed() throws IOException {
        List<String> files = blocks("<!-- config: [^\n]*-->\n```yaml\n(.*?)```");

        assertThat(files).hasSize(6);
        for (String text : files) {
            assertThat(CredentialsConfig.load(new SourceFile("credentials.yaml", text), Path.of("/etc/seks")))
                    .isInstanceOf(CredentialsConfig.Loaded.class);
        }
    }

    @Test
    void showsACatalogueThatNarrowsATokenToTheRepositoryOfTheCall() throws IOException {
        String text = blocks("<!-- catalogue -->\n```yaml\n(.*?)```").get(0);

        ActionCatalogue.Result result = ActionCatalogue.load(List.of(new SourceFile("github.yaml", text)));

        assertThat(result).isInstanceOf(ActionCatalogue.Loaded.class);
        ActionCatalogue catalogue = ((ActionCatalogue.Loaded) result).catalogue();
        ActionDefinition create = catalogue.action("github", "issues.create").orElseThrow();
        assertThat(create.tokenScope(Map.of("owner", "acme", "repo", "site")))
                .hasToString("Optional[TokenScope[repositories=[site], permissions={issues=write}]]");
    }

    @Test
    void tellsAnAdministratorOfAVaultWhatTheTestsDo() throws IOException {
        String recipe = blocks("<!-- vault -->\n```sh\n(.*?)```").get(0);

        assertThat(recipe).contains(VaultAdmin.POLICY).contains("auth/approle/role/seks", "transit/keys/seks");
    }

    private static List<String> blocks(String pattern) throws IOException {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(Files.readString(GUIDE))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }
}
