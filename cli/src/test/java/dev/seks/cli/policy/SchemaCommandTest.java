// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seks.cli.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class SchemaCommandTest {
    private static final Path COMMITTED = Path.of("../docs/reference/seks-policy.schema.json");

    @Test
    void printsTheSchemaThatTheReferenceShows() {
        CommandRun run = CommandRun.of("policy", "schema");

        assertThat(run.code()).isZero();
        assertThat(COMMITTED).hasContent(run.out());
        assertThat(run.err()).isEmpty();
    }

    @Test
    void printsTheSameOnOneLineInJson() throws Exception {
        CommandRun run = CommandRun.of("policy", "schema", "--json");

        assertThat(run.lines()).hasSize(1);
        assertThat(new ObjectMapper().readTree(run.out())).isEqualTo(new ObjectMapper().readTree(COMMITTED.toFile()));
    }
}
