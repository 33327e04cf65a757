// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seks.broker.policy.PolicySchema;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.Terminal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seks policy schema}: what an editor needs to know to help with a policy file. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of a policy file, for editors.",
        sortOptions = false,
        footer = {
            "",
            "  ./seks policy schema > seks-policy.schema.json",
            "",
            "and as the first line of the policy:",
            "",
            "  # yaml-language-server: $schema=seks-policy.schema.json"
        })
final class SchemaCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print it on one line.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        Terminal terminal = Terminal.of(spec);
        if (json) {
            terminal.data(new ObjectMapper().readTree(PolicySchema.text()));
        } else {
            terminal.text(PolicySchema.text());
        }
        return ExitCode.DONE;
    }
}
