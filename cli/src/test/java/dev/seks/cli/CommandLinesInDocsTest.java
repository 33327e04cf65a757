// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.cli.docs.MarkdownPages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Whoever types what the docs show has typed a command: the subcommand is there, and so are its options. */
class CommandLinesInDocsTest {
    private static final int LEAST_LINES = 30;

    /** A command at the beginning of a line or of a piece of code; what follows two blanks or a # explains it. */
    private static final Pattern LINE = Pattern.compile("(?m)(?:^ *(?:\\$ )?|`)\\./seks\\b([^`\n]*)");

    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    private static final Pattern CHOICE = Pattern.compile("(?<= )[a-z]+(?:\\|[a-z]+)+");

    static Stream<String> lines() {
        Map<String, String> lines = new LinkedHashMap<>();
        MarkdownPages.all().forEach(page -> {
            for (MatchResult found :
                    LINE.matcher(MarkdownPages.text(page)).results().toList()) {
                each(bare(found.group(1))).forEach(line -> lines.putIfAbsent(line, page.toString()));
            }
        });
        return lines.keySet().stream().filter(line -> !line.isEmpty() && !line.startsWith("COMMAND"));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void lineIsACommand(String line) {
        assertThat(fault(line)).as("./seks %s", line).isEmpty();
    }

    @Test
    void thereAreMany() {
        assertThat(lines().count()).isGreaterThanOrEqualTo(LEAST_LINES);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    frobnicate                              | no command frobnicate
                    policy frobnicate                       | Unmatched argument
                    policy check --loudly p.yaml            | Unknown option
                    policy push p.yaml --massage x          | Unknown option
                    approvals list --json --nothing         | Unknown option
                    """)
    void findsWhatIsNoCommand(String line, String says) {
        assertThat(fault(line)).get().asString().contains(says);
    }

    /** The commands that {@code agent add|list} stands for. */
    private static Stream<String> each(String line) {
        Matcher choice = CHOICE.matcher(line);
        return choice.find()
                ? Stream.of(choice.group().split("\\|"))
                        .map(one -> line.substring(0, choice.start()) + one + line.substring(choice.end()))
                : Stream.of(line);
    }

    /** Without what explains it, and where its input comes from and its output goes. */
    private static String bare(String line) {
        return line.replaceFirst("(?: {2,}| #| [<>|] ).*$", "").strip();
    }

    /** Why this is no command; a line that leaves out what must be given is taken for the name of the command. */
    private static Optional<String> fault(String line) {
        List<String> words = words(line);
        Optional<Commands.Entry> entry = Commands.named(words.get(0));
        if (words.get(0).startsWith("-")) {
            return Optional.empty();
        } else if (entry.isEmpty()) {
            return Optional.of("no command " + words.get(0));
        }
        CommandLine command = new CommandLine(new Seks());
        command.addSubcommand(words.get(0), entry.get().make().get());
        command.setExpandAtFiles(false).setCaseInsensitiveEnumValuesAllowed(true);
        try {
            command.parseArgs(words.toArray(String[]::new));
            return Optional.empty();
        } catch (CommandLine.MissingParameterException e) {
            CommandLine.Model.CommandSpec asked = e.getCommandLine().getCommandSpec();
            return words.stream()
                    .filter(word -> word.startsWith("-") && asked.findOption(word.replaceFirst("=.*", "")) == null)
                    .map(word -> "Unknown option: " + word)
                    .findFirst();
        } catch (CommandLine.ParameterException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
        return words;
    }
}
