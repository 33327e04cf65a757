// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.slack;

import dev.seks.cli.CommandRun;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;

/** Runs {@code seks slack init} with an environment and a standard input of the test's own. */
final class InitRun {
    private InitRun() {}

    static CommandRun of(Map<String, String> environment, String in, String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        InitCommand command =
                new InitCommand(environment, new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)));
        int code = new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((fault, line, result) -> {
                    err.append(fault.getMessage());
                    return 2;
                })
                .execute(options);
        return new CommandRun(code, out.toString(), err.toString());
    }
}
