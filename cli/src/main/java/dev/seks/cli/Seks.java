// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.log.LogSetup;
import dev.seks.cli.option.ExitCode;
import dev.seks.schemas.text.Printable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/**
 * The {@code seks} command. Exit codes: 0 done, 1 a finding or another final state, 2 usage or environment, 3 still
 * pending. A stack trace is shown with {@code --debug} only.
 */
@Command(
        name = "seks",
        versionProvider = Seks.Version.class,
        description = "Decides what AI agents may do, asks people where it must, and does it for them.",
        synopsisHeading = "Usage: ",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footerHeading = "%n",
        footer = "./seks COMMAND --help says more about a command.")
public final class Seks {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version.")
    private boolean version;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces, and log more.")
    private boolean debug;

    public static void main(String[] args) {
        int code = run(args, writer(FileDescriptor.out), writer(FileDescriptor.err));
        LogSetup.close();
        System.exit(code);
    }

    /** Runs a command line and gives its exit code. Data goes to out, talk to err. */
    public static int run(String[] args, PrintWriter out, PrintWriter err) {
        List<String> given = Arrays.asList(args);
        LogSetup.toNowhere(given.contains("--debug"));
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) ->
                LoggerFactory.getLogger(Seks.class).error("thread {} ended", thread.getName(), fault));
        Optional<String> name =
                given.stream().filter(arg -> !arg.startsWith("-")).findFirst();
        CommandLine seks =
                commandLine(name.flatMap(Commands::named)).setOut(out).setErr(err);
        if (name.isPresent() && seks.getSubcommands().isEmpty()) {
            return unknown(name.get(), err);
        }
        if (name.isEmpty() && seks.getSubcommands().isEmpty() && given.stream().allMatch("--debug"::equals)) {
            seks.usage(err);
            return ExitCode.ENVIRONMENT;
        }
        int code = seks.execute(args);
        out.flush();
        err.flush();
        return code;
    }

    private static CommandLine commandLine(Optional<Commands.Entry> asked) {
        CommandLine seks = new CommandLine(new Seks());
        asked.ifPresent(entry -> seks.addSubcommand(entry.name(), entry.make().get()));
        seks.getHelpSectionMap().put(CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> list());
        seks.getCommandSpec().usageMessage().customSynopsis("./seks COMMAND [OPTIONS]");
        seks.setExpandAtFiles(false); // @FILE is for the commands to read
        return seks.setExecutionExceptionHandler((fault, line, result) -> explain(fault, line))
                .setParameterExceptionHandler((fault, unused) -> explain(fault))
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static String list() {
        StringBuilder list = new StringBuilder(String.format("%nCommands:%n"));
        Commands.ALL.stream()
                .filter(entry -> !entry.summary().isEmpty())
                .forEach(entry -> list.append(String.format("  %-12s%s%n", entry.name(), entry.summary())));
        return list.toString();
    }

    private static int unknown(String name, PrintWriter err) {
        String meant =
                Commands.near(name).map(near -> "; did you mean " + near + "?").orElse(", see ./seks --help");
        err.println("seks: no command '" + name + "'" + meant);
        err.flush();
        return ExitCode.ENVIRONMENT;
    }

    private static int explain(ParameterException fault) {
        CommandLine line = fault.getCommandLine();
        PrintWriter err = line.getErr();
        String message = String.valueOf(fault.getMessage());
        err.println("seks: " + message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1));
        CommandLine.UnmatchedArgumentException.printSuggestions(fault, err);
        err.println("      see ./" + line.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.ENVIRONMENT;
    }

    private static int explain(Exception fault, CommandLine line) {
        PrintWriter err = line.getErr();
        if (fault instanceof EnvironmentFault known) {
            err.println("seks: " + Printable.block(String.valueOf(known.getMessage())));
            known.hint().ifPresent(hint -> err.println("      " + hint));
        } else {
            String kind = fault.getClass().getSimpleName();
            err.println("seks: unexpected " + kind + ": " + fault.getMessage() + " (--debug shows where)");
        }
        if (line.getCommandSpec().root().userObject() instanceof Seks seks && seks.debug) {
            fault.printStackTrace(err);
        }
        return ExitCode.ENVIRONMENT;
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }

    /** The version of the build, from its properties. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            Properties properties = new Properties();
            try (InputStream in = Seks.class.getResourceAsStream("seks.properties")) {
                properties.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new String[] {"seks " + properties.getProperty("version")};
        }
    }
}
