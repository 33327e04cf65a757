// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.cli.CommandRun;
import dev.seks.cli.key.KeyFolder;
import dev.seks.schemas.signature.AgentKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentCommandTest {
    private static final String POLICY = """
            # what agents may do
            version: 1
            domain: acme
            agents: # the cast
              # the first one
              aeonbyte:
                services: { github: { allow: ["repos.list"] } } # reads
              other:
                keys: # two of them
                  - "hmac-sha256:1"
                  - "hmac-sha256:2"
                services: {}
            """;

    @TempDir
    private Path data;

    private Path policy;

    @BeforeEach
    void write() throws IOException {
        policy = Files.writeString(data.resolve("seks-policy.yaml"), POLICY);
    }

    @Test
    void addsAnAgentWithAKeyOfItsOwnAndKeepsEveryComment() throws IOException {
        CommandRun run = seks("add", "bot");

        KeyFolder keys = KeyFolder.in(data);
        String key = keys.agent("bot").ed25519().publicKey().text();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(Files.readString(policy))
                .isEqualTo(POLICY.replace(
                        "agents: # the cast\n",
                        "agents: # the cast\n  bot:\n    keys: [\"" + key + "\"]\n    services: {}\n"));
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(keys.agent("bot").path())))
                .isEqualTo("rw-------");
        assertThat(run.out() + run.err()).doesNotContain("ed25519-private");
        assertThat(run.err()).contains("policy push");
        assertThat(keys.signerOf("acme", "bot").keyId())
                .isEqualTo(keys.agent("bot").ed25519().keyId());
    }

    @Test
    void rotatesWithAnOverlapAndRevokesOneKeyOrAll() throws IOException {
        seks("add", "bot");
        String first = KeyFolder.in(data).agent("bot").ed25519().keyId();

        assertThat(seks("rotate", "bot").code()).isZero();
        String second = KeyFolder.in(data).agent("bot").ed25519().keyId();
        assertThat(second).isNotEqualTo(first);
        assertThat(seks("list").out()).contains("bot  " + first + "  " + second);

        assertThat(seks("revoke", "bot", first).code()).isZero();
        assertThat(seks("list").out()).contains("bot  " + second + "\n");
        assertThat(seks("revoke", "bot", first).code()).isEqualTo(2);

        assertThat(seks("revoke", "bot").code()).isZero();
        assertThat(seks("list").out()).contains("bot  nobody may sign as it");
        assertThat(Files.readString(policy)).contains("keys: []").contains("# the first one");
    }

    @Test
    void rotatesHmacKeysByTheirVersion() throws IOException {
        assertThat(seks("rotate", "aeonbyte").code()).isZero();
        assertThat(Files.readString(policy))
                .isEqualTo(POLICY.replace(
                        "  aeonbyte:\n", "  aeonbyte:\n    keys: [\"hmac-sha256:1\", \"hmac-sha256:2\"]\n"));
        assertThat(KeyFolder.in(data).signerOf("acme", "aeonbyte").keyId()).isEqualTo("hmac-2.aeonbyte");

        assertThat(seks("rotate", "other").code()).isZero();
        assertThat(Files.readString(policy))
                .contains("    keys: [\"hmac-sha256:1\", \"hmac-sha256:2\", \"hmac-sha256:3\"] # two of them\n"
                        + "    services: {}\n");
    }

    @Test
    void showsTheHmacKeyOfAnAgentAndNothingElseOnStandardOutput() {
        CommandRun run = seks("key", "other");

        KeyFolder keys = KeyFolder.in(data);
        assertThat(run.out().strip())
                .isEqualTo(dev.seks.schemas.key.KeyFile.line(
                        keys.agentKeys().key("acme", new AgentKeys.Name("other", 2))));
        assertThat(seks("key", "nobody").code()).isEqualTo(2);
    }

    @Test
    void listsAgentsAsJson() {
        assertThat(seks("list", "--json").lines())
                .containsExactly(
                        "{\"agent\":\"aeonbyte\",\"keys\":[{\"id\":\"hmac-1.aeonbyte\",\"key\":\"hmac-sha256:1\"}]}",
                        "{\"agent\":\"other\",\"keys\":[{\"id\":\"hmac-1.other\",\"key\":\"hmac-sha256:1\"},"
                                + "{\"id\":\"hmac-2.other\",\"key\":\"hmac-sha256:2\"}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version: 1\nagents: {}\n",
                "version: 1\nagents: { other: { services: {} } }\n",
                "version: 1\nroles: {}\n",
                "version: 7\nagents:\n  other:\n    services: {}\n"
            })
    void changesNothingWhereItCannotTellWhatComesOfIt(String text) throws IOException {
        Files.writeString(policy, text);

        CommandRun run = seks("add", "bot");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("write this by hand");
        assertThat(policy).hasContent(text);
    }

    @Test
    void refusesNamesAndKeysOutOfForm() {
        assertThat(seks("add", "Bot").code()).isEqualTo(2);
        assertThat(seks("add", "other").err()).contains("already");
        assertThat(seks("add", "bot", "--public-key", "ed25519:AAAA").code()).isEqualTo(2);
        assertThat(seks("rotate", "bot").err()).contains("there is no agent bot");
    }

    private CommandRun seks(String... args) {
        List<String> line = new ArrayList<>(List.of("agent"));
        line.addAll(List.of(args));
        line.addAll(List.of("--data", data.toString()));
        return CommandRun.of(line.toArray(String[]::new));
    }
}
