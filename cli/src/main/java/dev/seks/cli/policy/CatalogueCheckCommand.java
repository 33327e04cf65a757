// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.Terminal;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seks catalogue check}: whether the files of a catalogue are right. */
@Command(
        name = "check",
        description = "See every fault of an action catalogue at once.",
        sortOptions = false,
        footer = {"", "Exit codes: 0 no fault, 1 faults, 2 usage or environment."})
final class CatalogueCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Folder of SERVICE.yaml files.")
    private Path folder = Path.of("catalogue");

    @Option(names = "--json", description = "Print one fault in JSON per line, and a summary.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        List<Fault> faults = new ArrayList<>();
        ActionCatalogue catalogue;
        try {
            catalogue = read(faults);
        } catch (EnvironmentFault e) {
            terminal().talk("seks: " + e.getMessage());
            e.hint().ifPresent(hint -> terminal().talk("      " + hint));
            return ExitCode.ENVIRONMENT;
        }
        Collections.sort(faults);
        faults.forEach(this::print);
        summarise(catalogue, faults.size());
        return faults.isEmpty() ? ExitCode.DONE : ExitCode.FINDING;
    }

    /** What there is; nothing where there are faults. */
    private ActionCatalogue read(List<Fault> faults) {
        List<SourceFile> files = new ArrayList<>();
        for (Path file : new CatalogueFolder(folder).files()) {
            PolicyFile read = PolicyFile.read("catalogue", file, file.toString());
            if (read instanceof PolicyFile.Text text) {
                files.add(text.source());
            } else {
                faults.add(((PolicyFile.NoText) read).fault());
            }
        }
        ActionCatalogue.Result result = ActionCatalogue.load(files);
        if (result instanceof ActionCatalogue.Faulty faulty) {
            faults.addAll(faulty.faults());
        }
        return faults.isEmpty() ? ((ActionCatalogue.Loaded) result).catalogue() : ActionCatalogue.empty();
    }

    private void print(Fault fault) {
        Remark remark = Remark.of(fault);
        if (json) {
            terminal().data(remark.json());
        } else {
            terminal().data(remark.text());
        }
    }

    private void summarise(ActionCatalogue catalogue, int faults) {
        int services = catalogue.services().size();
        int actions = catalogue.services().values().stream()
                .mapToInt(service -> service.actions().size())
                .sum();
        if (json) {
            ObjectNode summary = JsonNodeFactory.instance
                    .objectNode()
                    .put("catalogue", folder.toString())
                    .put("services", services)
                    .put("actions", actions)
                    .put("faults", faults)
                    .put("ok", faults == 0);
            terminal().data(JsonNodeFactory.instance.objectNode().set("summary", summary));
        } else if (faults == 0) {
            terminal().talk(folder + ": no fault, " + counted(services, "service") + ", " + counted(actions, "action"));
        } else {
            terminal().talk(folder + ": " + counted(faults, "fault"));
        }
    }

    private Terminal terminal() {
        return Terminal.of(spec);
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
