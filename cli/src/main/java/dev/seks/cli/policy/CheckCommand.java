// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seks policy check}: whether policy files are right, and most likely what was meant. */
@Command(
        name = "check",
        description = "See every fault of policy files at once, and what is right but most likely not meant. Without a"
                + " catalogue, patterns are not held against actions.",
        sortOptions = false,
        footer = {
            "",
            "Warnings: a pattern of allow or require_approval that reaches no action; a rule that decides nothing because"
                    + " rules without conditions beside it always outrank it; a rule that stands twice; a wildcard of"
                    + " allow, without a condition, that reaches both harmless actions (read, write, send) and dangerous"
                    + " ones (delete, money, admin) which no deny or require_approval matches; a limit that a narrower one makes useless. Notes: a deny that"
                    + " reaches no action; roles, groups and people that nothing uses; who approves for operators.",
            "",
            "Exit codes: 0 no fault, 1 faults, or warnings with --strict, 2 usage or environment."
        })
final class CheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Policy files.")
    private List<Path> files = List.of();

    @Option(names = "--strict", description = "Take warnings for faults.")
    private boolean strict;

    @Mixin
    private CatalogueOption catalogue = new CatalogueOption();

    @Option(names = "--json", description = "Print one remark in JSON per line, and a summary for each file.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    private final Set<Remark> told = new LinkedHashSet<>();

    @Override
    public Integer call() {
        int code = ExitCode.DONE;
        for (Path file : files) {
            code = Math.max(code, check(file));
        }
        return code;
    }

    private int check(Path file) {
        Reading reading;
        try {
            reading = catalogue.read(file);
        } catch (EnvironmentFault e) {
            terminal().talk("seks: " + e.getMessage());
            e.hint().ifPresent(hint -> terminal().talk("      " + hint));
            return ExitCode.ENVIRONMENT;
        }
        List<Remark> remarks = Review.of(reading);
        remarks.stream().filter(told::add).forEach(this::print);
        Count count = Count.of(remarks);
        boolean ok = count.faults == 0 && (count.warnings == 0 || !strict);
        summarise(file, reading.actions().folder(), count, ok);
        return ok ? ExitCode.DONE : ExitCode.FINDING;
    }

    private void print(Remark remark) {
        if (json) {
            terminal().data(remark.json());
        } else {
            terminal().data(remark.text());
        }
    }

    private void summarise(Path file, Optional<Path> folder, Count count, boolean ok) {
        if (folder.isEmpty()) {
            terminal()
                    .talk("seks: there is no catalogue beside " + file
                            + ", so its patterns are not held against actions; --catalogue DIR names one");
        }
        if (json) {
            ObjectNode summary = JsonNodeFactory.instance
                    .objectNode()
                    .put("file", file.toString())
                    .put("catalogue", folder.map(Path::toString).orElse(null))
                    .put("faults", count.faults)
                    .put("warnings", count.warnings)
                    .put("notes", count.notes)
                    .put("ok", ok);
            terminal().data(JsonNodeFactory.instance.objectNode().set("summary", summary));
        } else {
            terminal().talk(file + ": " + count.text());
        }
    }

    private Terminal terminal() {
        return Terminal.of(spec);
    }

    /** How many remarks of each severity there are. */
    private record Count(int faults, int warnings, int notes) {

        static Count of(List<Remark> remarks) {
            return new Count(
                    of(remarks, Remark.Severity.FAULT),
                    of(remarks, Remark.Severity.WARNING),
                    of(remarks, Remark.Severity.NOTE));
        }

        private static int of(List<Remark> remarks, Remark.Severity severity) {
            return (int) remarks.stream().filter(r -> r.severity() == severity).count();
        }

        String text() {
            List<String> parts = new ArrayList<>();
            parts.add(faults == 0 ? "no fault" : counted(faults, "fault"));
            if (warnings > 0) {
                parts.add(counted(warnings, "warning"));
            }
            if (notes > 0) {
                parts.add(counted(notes, "note"));
            }
            return String.join(", ", parts);
        }

        private static String counted(int count, String noun) {
            return count + " " + noun + (count == 1 ? "" : "s");
        }
    }
}
