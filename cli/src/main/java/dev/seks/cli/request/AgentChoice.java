// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.RunningDev;
import dev.seks.schemas.text.Printable;
import dev.seks.schemas.topic.Sizes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: the agent that is named, else the one of the environment, else the only one that the policy of a running
 * {@code seks dev} knows. With several to choose from it does not guess.
 *
 * @param ofEnvironment the value of {@code SEKS_AGENT}
 */
record AgentChoice(@Nullable String ofEnvironment) {

    String choose(@Nullable String named, Optional<RunningDev> dev) {
        if (named != null) {
            return named;
        }
        if (ofEnvironment != null && !ofEnvironment.isBlank()) {
            return ofEnvironment;
        }
        List<String> known =
                dev.map(RunningDev::policy).map(AgentChoice::agents).orElse(List.of());
        if (known.size() != 1) {
            String choice = known.isEmpty() ? "" : ": the policy knows " + Printable.of(String.join(", ", known));
            throw EnvironmentFault.of("no agent is named" + choice)
                    .hint("name one with --agent, or in the environment as SEKS_AGENT");
        }
        return known.get(0);
    }

    private static List<String> agents(Path policy) {
        try (InputStream in = Files.newInputStream(policy)) {
            JsonNode read = new YAMLMapper().readTree(in.readNBytes(Sizes.BUNDLE_TEXT));
            List<String> names = new ArrayList<>();
            read.path("agents").fieldNames().forEachRemaining(names::add);
            return names;
        } catch (IOException e) {
            return List.of(); // whoever publishes the policy says what is wrong with it
        }
    }
}
