// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** The reference page of the command line: what every command says of itself. */
final class CommandsPage {
    private static final String HEAD = """
            # Commands

            What `./seks COMMAND --help` prints, for every command; generated, `mvn -pl cli -am test -Dregenerate` writes it
            anew. Data goes to standard output, talk to standard error.

            """;

    private final StringBuilder page = new StringBuilder(HEAD);

    private CommandsPage() {}

    static String text() {
        CommandsPage commands = new CommandsPage();
        commands.section("##");
        for (Commands.Entry entry : Commands.ALL) {
            if (!entry.summary().isEmpty()) {
                commands.section("##", entry.name());
                Map<String, CommandLine> below =
                        new TreeMap<>(new CommandLine(entry.make().get()).getSubcommands());
                below.keySet().forEach(name -> commands.section("###", entry.name(), name));
            }
        }
        return commands.page.toString();
    }

    private void section(String level, String... command) {
        String[] line = new String[command.length + 1];
        System.arraycopy(command, 0, line, 0, command.length);
        line[command.length] = "--help";
        String help = CommandRun.of(line).out();
        page.append(level).append(' ').append(("seks " + String.join(" ", command)).strip());
        page.append("\n\n```\n");
        help.lines().forEach(text -> page.append(text.stripTrailing()).append('\n'));
        page.append("```\n\n");
    }
}
