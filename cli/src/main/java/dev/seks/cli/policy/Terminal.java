// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.cli.option.JsonLine;
import dev.seks.schemas.text.Printable;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command writes: data for other programs to standard output, talk to standard error. */
record Terminal(CommandSpec spec) {

    /** That of a command, as picocli has set it. */
    static Terminal of(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli, which sets the command's description");
        }
        return new Terminal(spec);
    }

    /** A line of data, which may hold foreign text. */
    void data(String line) {
        out().println(Printable.of(line));
    }

    void data(JsonNode line) {
        out().println(JsonLine.of(line));
    }

    /** Text that ends as it ends, and holds nothing that a terminal would obey. */
    void text(String text) {
        out().print(text);
        out().flush();
    }

    /** A line of talk, which may hold foreign text. */
    void talk(String line) {
        out().flush();
        spec.commandLine().getErr().println(Printable.of(line));
        spec.commandLine().getErr().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
