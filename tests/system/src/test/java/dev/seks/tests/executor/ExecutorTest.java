// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.record.ExecutionStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutorTest {
    @TempDir
    Path folder;

    @Test
    void executesAnApprovedRequestAndShowsOnlyWhatTheCatalogueLists() throws Exception {
        try (Stage stage = new Stage(folder, 2)) {
            String bundle = stage.bundle();
            stage.start();

            stage.approve(stage.approval(bundle, "aeonbyte", "get", "tea"));

            ExecutionResult result = stage.awaitResults(1).get(0);
            assertThat(result.getStatus()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(result.getStatusCode()).isEqualTo(200);
            assertThat(result.getBody()).isEqualTo("{\"path\":\"/orders/tea\",\"echo\":\"Bearer [redacted]\"}");
            assertThat(result.getCredentialRef()).isEqualTo("shop");
            assertThat(stage.claims()).hasSize(1);
            assertThat(stage.service.calls()).isEqualTo(List.of("GET /orders/tea"));
        }
    }
}
