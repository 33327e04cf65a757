// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.option;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seks.schemas.text.Printable;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Where a command writes: data for other programs to standard output, talk to standard error. */
public record Terminal(CommandSpec spec) {

    /** That of a command, as picocli has set it. */
    public static Terminal of(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli, which sets the command's description");
        }
        return new Terminal(spec);
    }

    /** A line of data, which may hold foreign text. */
    public void data(String line) {
        out().println(Printable.of(line));
    }

    public void data(JsonNode line) {
        out().println(JsonLine.of(line));
    }

    /** A line of data in which colours may stand, and nothing foreign that has not been made printable. */
    public void painted(String line) {
        out().println(line);
    }

    /** Whether and how to colour, which NO_COLOR and a pipe switch off. */
    public Ansi ansi() {
        return spec.commandLine().getColorScheme().ansi();
    }

    /** Text that ends as it ends, and holds nothing that a terminal would obey. */
    public void text(String text) {
        out().print(text);
        out().flush();
    }

    /** A line of talk, which may hold foreign text. */
    public void talk(String line) {
        out().flush();
        spec.commandLine().getErr().println(Printable.of(line));
        spec.commandLine().getErr().flush();
    }

    /** What is wrong with the command line, to be thrown: it is told with the way to more help. */
    public ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Whether somebody still reads what is printed. */
    public boolean isRead() {
        return !out().checkError();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
