// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seks.cli.CommandRun;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path temporary;

    @Test
    void comesOutAsTold() throws Exception {
        CommandRun run = CommandRun.of("demo", "--json");

        assertThat(run.err()).doesNotContain("not as told");
        assertThat(run.code()).isZero();
        List<JsonNode> lines = parsed(run);
        JsonNode summary = lines.get(lines.size() - 1).get("summary");
        assertThat(summary.get("ok").asBoolean()).isTrue();
        assertThat(summary.get("requests").asInt()).isEqualTo(lines.size() - 1).isEqualTo(53);
        assertThat(summary.get("approved").asInt()).isEqualTo(28);
        assertThat(summary.get("denied").asInt()).isEqualTo(25);
        assertThat(summary.get("pending").asInt()).isEqualTo(4);
        assertThat(summary.get("executed").asInt()).isEqualTo(28);
        assertThat(summary.get("p99ResultMs").isIntegralNumber()).isTrue();
        assertThat(lines.get(0).get("step").asText()).isEqualTo("list the repositories");
        assertThat(lines.get(0).get("expected").get("outcome").asText()).isEqualTo("APPROVED");
        assertThat(lines.get(0).get("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(lines.get(0).get("ok").asBoolean()).isTrue();
        JsonNode byTwo = lines.get(8);
        assertThat(byTwo.get("reason").asText()).isEqualTo("APPROVED_BY_PEOPLE");
        assertThat(byTwo.get("inbox").asText())
                .endsWith("/approvals/" + byTwo.get("requestDigest").asText());
        assertThat(byTwo.get("slack").get("blocks").toString())
                .contains("2 people must approve", "seks-approve-10m")
                .contains(byTwo.get("requestDigest").asText());
        assertThat(lines.get(9).get("reason").asText()).isEqualTo("ALLOWED_BY_GRANT");
        assertThat(run.err()).contains("/sign-in/");
    }

    @Test
    void namesTheStepThatAnotherPolicyChanges() throws Exception {
        Path policy = temporary.resolve("policy.yaml");
        Files.writeString(
                policy,
                examplePolicy()
                        .replace("          - \"repos.delete\"\n", "")
                        .replace(
                                "        allow:\n          - \"repos.list\"",
                                "        allow:\n          - \"repos.delete\"\n          - \"repos.list\""));

        CommandRun run = CommandRun.of("demo", "--json", "--policy", policy.toString());

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err().lines().filter(line -> line.contains("not as told")))
                .hasSize(1)
                .first()
                .asString()
                .contains("step 'delete the repository'")
                .contains("outcome: expected DENIED, was APPROVED")
                .contains("calls of DELETE /repos/acme/site on the forge: expected 0, was 1");
        List<JsonNode> lines = parsed(run);
        assertThat(lines.get(lines.size() - 1).get("summary").get("ok").asBoolean())
                .isFalse();
    }

    private static List<JsonNode> parsed(CommandRun run) throws Exception {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.lines()) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static String examplePolicy() throws Exception {
        try (InputStream in = DemoTest.class.getResourceAsStream("/dev/seks/cli/policy/seks-policy.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
