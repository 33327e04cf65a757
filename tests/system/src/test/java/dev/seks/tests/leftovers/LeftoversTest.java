// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.leftovers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Runs when all other tests of the run have ended, over all that they left behind and all that they printed. */
class LeftoversTest {
    private static final Path PRINTED = Path.of("target", "surefire-reports");

    @Test
    void noCredentialStandsAnywhereButWhereItIsKept() throws IOException {
        Path run = TestFolders.ofRun().orElse(Path.of("nowhere"));
        Assumptions.assumeTrue(Files.isDirectory(run), "no test has left anything behind");
        List<Path> folders = Stream.of(run, PRINTED).filter(Files::isDirectory).toList();

        Leftovers leftovers = Leftovers.below(folders);
        List<String> credentials = leftovers.credentials();
        System.out.println("searching " + leftovers.files().size() + " files for " + credentials.size()
                + " credentials and parts of them");

        assertThat(leftovers.files()).isNotEmpty();
        assertThat(leftovers.holding(credentials)).isEmpty();
        TestFolders.remove(run);
    }
}
