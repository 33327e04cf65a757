// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seks.schemas.yaml.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GitCommitTest {
    @TempDir
    Path folder;

    @Test
    void namesTheCommitOnlyWhileItHoldsTheFilesAsTheyAre() throws Exception {
        assumeTrue(git("init", "-q"), "there is a git");
        SourceFile committed = file("p.yaml", "version: 1\n");
        git("add", "p.yaml");
        git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "one");

        GitCommit clean = GitCommit.of(List.of(committed));
        GitCommit changed = GitCommit.of(List.of(file("p.yaml", "version: 1 \n")));
        GitCommit unknown = GitCommit.of(List.of(committed, file("q.yaml", "service: q\n")));

        assertThat(clean.clean()).hasValueSatisfying(id -> assertThat(id).matches("[0-9a-f]{40,64}"));
        assertThat(changed.clean()).isEmpty();
        assertThat(changed.commit()).isEqualTo(clean.commit());
        assertThat(changed.different()).containsExactly(committed.path());
        assertThat(unknown.clean()).isEmpty();
        assertThat(unknown.different()).containsExactly(folder.resolve("q.yaml").toString());
    }

    @Test
    void namesNoneOutsideOfAWorkTreeOrBeforeTheFirstCommit() throws Exception {
        SourceFile file = file("p.yaml", "version: 1\n");

        assertThat(GitCommit.of(List.of(file)).commit()).isEmpty();
        git("init", "-q");
        assertThat(GitCommit.of(List.of(file))).isEqualTo(GitCommit.of(List.of(file)));
        assertThat(GitCommit.of(List.of(file)).clean()).isEmpty();
    }

    private SourceFile file(String name, String text) throws IOException {
        return new SourceFile(Files.writeString(folder.resolve(name), text).toString(), text);
    }

    private boolean git(String... arguments) throws InterruptedException {
        List<String> line = new ArrayList<>(List.of("git", "-C", folder.toString()));
        line.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(line).inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
