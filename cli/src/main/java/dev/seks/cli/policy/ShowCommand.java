// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.Terminal;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.text.Printable;
import dev.seks.schemas.wire.RecordJson;
import dev.seks.schemas.wire.SchemaIds;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seks policy show}: the text of a version as it was published. */
@Command(
        name = "show",
        description = "See a version of the policy as it was published, or a file of its catalogue.",
        sortOptions = false,
        footer = {"", "Exit codes: 0 found, 1 no such version, 2 usage or environment."})
final class ShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "N", arity = "0..1", description = "The version. Default: the newest.")
    private @Nullable Integer version;

    @Option(
            names = "--file",
            paramLabel = "PATH",
            description = "A file of the bundle instead of the policy, e.g. catalogue/github.yaml.")
    private @Nullable String file;

    @Option(names = "--json", description = "Print the whole bundle as one line of JSON.")
    private boolean json;

    @Mixin
    private ClusterDomain where = new ClusterDomain();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        try {
            Optional<PublishedVersion> found = PublishedVersion.find(where.publisher(), version);
            if (found.isPresent()) {
                return show(found.get().published(), found.get().standing());
            }
        } catch (KafkaException | IllegalStateException e) {
            throw EnvironmentFault.ofLog(e);
        }
        Terminal.of(spec)
                .talk("seks: " + (version == null ? "no policy has been published" : "there is no version " + version));
        return ExitCode.FINDING;
    }

    private int show(PublishedBundle meant, Standing standing) {
        Terminal terminal = Terminal.of(spec);
        if (json) {
            terminal.data(whole(meant, standing));
            return ExitCode.DONE;
        }
        PolicyBundle bundle = meant.bundle();
        terminal.talk("version " + bundle.getVersion() + " by " + bundle.getAuthor() + " at "
                + meant.at().getAppendTime() + ": " + bundle.getMessage());
        terminal.talk(standing.word() == Standing.Word.WAITING ? "no broker has taken it up yet" : standing.reason());
        print(terminal, text(bundle));
        return ExitCode.DONE;
    }

    private static ObjectNode whole(PublishedBundle published, Standing standing) {
        ObjectNode bundle = RecordJson.of(SchemaIds.builtIn()).render(published.bundle());
        ObjectNode json = published.json(standing);
        json.setAll(bundle);
        return json;
    }

    private String text(PolicyBundle bundle) {
        if (file == null) {
            return bundle.getPolicy().getText();
        }
        Optional<BundleFile> asked = bundle.getCatalogue().stream()
                .filter(one -> one.getPath().equals(file))
                .findFirst();
        return asked.map(BundleFile::getText)
                .orElseThrow(() -> EnvironmentFault.of("version " + bundle.getVersion() + " has no file '" + file
                        + "', expected one of "
                        + bundle.getCatalogue().stream()
                                .map(BundleFile::getPath)
                                .collect(Collectors.joining(", "))));
    }

    /** Word for word, as far as a terminal may have it. */
    private static void print(Terminal terminal, String text) {
        String shown = Arrays.stream(text.split("\t", -1)).map(Printable::block).collect(Collectors.joining("\t"));
        terminal.text(shown);
        if (!shown.equals(text)) {
            terminal.talk("seks: some characters are shown as escapes; --json has them as they are");
        }
    }
}
