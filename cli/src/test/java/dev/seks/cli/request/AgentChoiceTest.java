// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.DevFile;
import dev.seks.cli.option.RunningDev;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentChoiceTest {
    @TempDir
    private Path folder;

    private RunningDev dev;

    @BeforeEach
    void writeDevFile() {
        dev = RunningDev.in(Path.of(DevFile.in(folder).write()));
    }

    @Test
    void takesTheNamedOneBeforeAllOthers() {
        assertThat(new AgentChoice("env").choose("named", Optional.of(dev))).isEqualTo("named");
    }

    @Test
    void takesTheOneOfTheEnvironment() {
        assertThat(new AgentChoice("env").choose(null, Optional.of(dev))).isEqualTo("env");
    }

    @Test
    void takesTheOnlyOneOfThePolicy() {
        assertThat(new AgentChoice(null).choose(null, Optional.of(dev))).isEqualTo("aeonbyte");
    }

    @Test
    void doesNotGuessBetweenTwo() throws IOException {
        Files.writeString(dev.policy(), "version: 1\nagents: { aeonbyte: {}, bot: {} }\n");

        assertThatThrownBy(() -> new AgentChoice("").choose(null, Optional.of(dev)))
                .isInstanceOf(EnvironmentFault.class)
                .hasMessage("no agent is named: the policy knows aeonbyte, bot");
    }

    @Test
    void doesNotGuessWithoutAPolicy() throws IOException {
        Files.delete(dev.policy());

        assertThatThrownBy(() -> new AgentChoice(null).choose(null, Optional.of(dev)))
                .hasMessage("no agent is named");
        assertThatThrownBy(() -> new AgentChoice(null).choose(null, Optional.empty()))
                .hasMessage("no agent is named");
    }
}
