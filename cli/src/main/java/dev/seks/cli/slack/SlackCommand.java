// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.slack;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code seks slack}: what it takes to have approvals in Slack. */
@Command(
        name = "slack",
        description = "Set up approvals in Slack.",
        subcommands = InitCommand.class,
        footer = {
            "",
            "  ./seks slack init > manifest.yaml          the app to make in Slack",
            "  ./seks slack init --settings slack.yaml    are tokens and channels right?"
        })
public final class SlackCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "nothing to do, expected slack init");
    }
}
