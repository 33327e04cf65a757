// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seks.cli.CommandRun;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.topic.Topics;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

final class AllInOneTest {
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path data;

    @Test
    void continuesWhereItWas() throws Exception {
        String handle;
        try (AllInOne all = start()) {
            all.publishAddress();
            CommandRun asked = seks("request", "github", "repos.create", "name=shop", "--wait", "0s", "--json");
            assertThat(asked.code()).isEqualTo(3);
            handle = JSON.readTree(asked.lines().get(0)).get("requestDigest").asText();
            assertThat(all.policyVersion()).isEqualTo(1);
        }
        assertThat(data.resolve("dev.json")).doesNotExist();

        List<String> lines = new CopyOnWriteArrayList<>();
        try (AllInOne all = start()) {
            all.publishAddress();
            all.follow(new RequestLine(Ansi.OFF), lines::add);
            assertThat(all.policyVersion()).isEqualTo(1);
            assertThat(seks("approvals", "approve", handle.substring(0, 8)).code())
                    .isZero();

            await().atMost(SOON)
                    .until(() -> all.forge().orElseThrow().calls().stream()
                            .anyMatch(call -> call.method().equals("POST") && call.status() == 201));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(lines)
                            .singleElement()
                            .asString()
                            .contains(handle.substring(0, 8), "aeonbyte", "github repos.create", "done", "201", " ms"));
        }
    }

    @Test
    void publishesANewVersionOnlyWhenThePolicyChanges() throws Exception {
        try (AllInOne all = start()) {
            assertThat(all.policyVersion()).isEqualTo(1);
        }
        Path policy = data.resolve("seks-policy.yaml");
        Files.writeString(policy, Files.readString(policy).replace("per_minute: 30", "per_minute: 20"));

        try (AllInOne all = start()) {
            assertThat(all.policyVersion()).isEqualTo(2);
            JsonNode address = address(all);
            assertThat(address.get("pid").asLong())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(address.get("domain").asText()).isEqualTo("default");
            assertThat(address.get("kafka").asText()).isEqualTo(all.kafka());
            assertThat(address.get("inbox").asText()).startsWith("http://127.0.0.1:");
            assertThat(address.get("gateway").isNull()).isTrue();
            assertThat(address.get("forge").asText())
                    .isEqualTo(all.forge().orElseThrow().baseUrl());
            assertThat(Path.of(address.get("tokenFile").asText())).hasContent(all.token());
            assertThat(Path.of(address.get("policy").asText())).isEqualTo(policy);
        }
    }

    @Test
    void usesACredentialThatIsSetWhileItRuns() throws Exception {
        try (AllInOne all = start()) {
            all.publishAddress();
            assertThat(read().code()).as("the forge's own credential").isZero();

            set(
                    "a wrong token",
                    "plain://127.0.0.1:"
                            + URI.create(all.forge().orElseThrow().baseUrl()).getPort());
            assertThat(read().out()).contains("\"code\":\"http_401\"");

            set("the same", "api.github.com");
            assertThat(read().out()).contains("\"code\":\"credential_refused\"");

            assertThat(seks("credential", "remove", "github").code()).isZero();
            assertThat(read().code()).isZero();
        }
    }

    private CommandRun read() {
        return seks("request", "github", "repos.get", "owner=acme", "repo=site", "--wait", "60s", "--json");
    }

    private void set(String value, String host) {
        InputStream standardInput = System.in;
        System.setIn(new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8)));
        try {
            assertThat(seks("credential", "set", "github", "--host", host).code())
                    .isZero();
        } finally {
            System.setIn(standardInput);
        }
    }

    @Test
    void refusesToStartTwiceOnTheSameFolder() {
        try (AllInOne all = start()) {
            assertThat(all.kafka()).startsWith("127.0.0.1:");
            assertThatThrownBy(this::start)
                    .isInstanceOf(EnvironmentFault.class)
                    .hasMessage("folder " + data + " is in use by another seks process");
        }
    }

    @Test
    void tellsEveryFaultOfAPolicyAndStartsNothing() throws Exception {
        Path policy = Files.writeString(data.resolve("mine.yaml"), "version: 7\nagent: {}\n");

        assertThatThrownBy(() -> AllInOne.start(DevOptions.in(data).withPolicy(policy), Clock.systemUTC()))
                .isInstanceOf(EnvironmentFault.class)
                .hasMessageContaining("mine.yaml:1:10: version is 7, expected 1")
                .hasMessageContaining("mine.yaml:2:1:");

        // nothing holds the folder
        start().close();
    }

    @Test
    void saysThatNobodyAnswersWhereKafkaShouldBe() {
        DevOptions options = DevOptions.in(data).on("127.0.0.1:1", Topics.withPartitions(4));

        assertThatThrownBy(() -> AllInOne.start(options, Clock.systemUTC()))
                .isInstanceOf(EnvironmentFault.class)
                .hasMessage("nobody answers at 127.0.0.1:1, expected Kafka");
    }

    private AllInOne start() {
        return AllInOne.start(DevOptions.in(data), Clock.systemUTC());
    }

    private JsonNode address(AllInOne all) throws Exception {
        all.publishAddress();
        return JSON.readTree(data.resolve("dev.json").toFile());
    }

    private CommandRun seks(String... args) {
        String[] line = Arrays.copyOf(args, args.length + 2);
        line[args.length] = "--data";
        line[args.length + 1] = data.toString();
        return CommandRun.of(line);
    }
}
