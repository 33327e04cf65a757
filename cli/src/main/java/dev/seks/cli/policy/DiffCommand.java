// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.broker.decision.Comparison;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.option.ExitCode;
import dev.seks.cli.option.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seks policy diff}: which decisions another policy changes. */
@Command(
        name = "diff",
        description = "See which decisions change from one policy to another, over all agents and all actions of the"
                + " catalogue, and what else changes: limits, budgets, groups, owners, keys. Wider ones come first. A"
                + " denial for another reason is the same decision.",
        sortOptions = false,
        footer = {
            "",
            "Rules that depend on conditions or hours are compared as they are written. Without a catalogue the names and"
                    + " patterns that stand in rules are compared, 2000 of them at the most.",
            "",
            "Exit codes: 0 nothing changes, 1 something does or a policy is faulty, 2 usage or environment."
        })
final class DiffCommand implements Callable<Integer> {
    private static final String VERSION = "v[1-9][0-9]{0,8}";

    @Parameters(index = "0", paramLabel = "OLD", description = "The policy that is: a file, or v3 for version 3.")
    private String old = "";

    @Parameters(index = "1", paramLabel = "NEW", description = "The policy that is to be: a file, or v3 for version 3.")
    private String next = "";

    @Mixin
    private CatalogueOption catalogue = new CatalogueOption();

    @Option(
            names = "--new-catalogue",
            paramLabel = "DIR",
            description = "The action catalogue of NEW, where it is another than that of OLD.")
    private @Nullable Path nextCatalogue;

    @Mixin
    private ClusterDomain where = new ClusterDomain();

    @Option(names = "--json", description = "Print one change in JSON per line, and a summary.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        Path named = catalogue.named().orElse(null);
        Reading before = reading(old, named);
        Reading after = reading(next, nextCatalogue == null ? named : nextCatalogue);
        // an old version that was fetched from somewhere has no catalogue beside it
        if (before.actions().isNone()) {
            before = before.withCatalogueOf(after);
        } else if (after.actions().isNone()) {
            after = after.withCatalogueOf(before);
        }
        Trial one = Trial.of(before);
        Trial other = Trial.of(after);
        if (!(one instanceof Trial.Ready was && other instanceof Trial.Ready now)) {
            tellFaults(one);
            tellFaults(other);
            return ExitCode.FINDING;
        }
        if (was.catalogue().isEmpty()) {
            terminal()
                    .talk("seks: there is no catalogue beside " + next + ", so the names and patterns in rules are"
                            + " compared; --catalogue DIR names one");
        }
        return tell(PolicyDiff.between(was, now), was.catalogue().isEmpty());
    }

    /** A version is published with its catalogue, which one that is named replaces. */
    private Reading reading(String policy, @Nullable Path named) {
        if (!policy.matches(VERSION) || Files.exists(Path.of(policy))) {
            return Reading.of(Path.of(policy), named);
        }
        Reading published = published(Integer.parseInt(policy.substring(1)));
        return named == null ? published : published.withCatalogueIn(named);
    }

    private Reading published(int version) {
        try {
            return PublishedVersion.find(where.publisher(), version)
                    .map(found -> Reading.of(found.published().bundle()))
                    .orElseThrow(() -> EnvironmentFault.of("there is no version " + version)
                            .hint("./seks policy log lists those there are"));
        } catch (KafkaException | IllegalStateException e) {
            throw EnvironmentFault.ofLog(e);
        }
    }

    private void tellFaults(Trial trial) {
        if (trial instanceof Trial.Faulty faulty) {
            faulty.faults().forEach(fault -> terminal().data(fault.toString()));
        }
    }

    private int tell(Comparison comparison, boolean byName) {
        if (json) {
            DiffJson.of(comparison).forEach(line -> terminal().data(line));
        } else {
            new DiffText(terminal().ansi(), byName)
                    .of(comparison, Integer.MAX_VALUE)
                    .forEach(terminal()::painted);
            terminal().talk(DiffText.summary(comparison));
        }
        return comparison.isEmpty() ? ExitCode.DONE : ExitCode.FINDING;
    }

    private Terminal terminal() {
        return Terminal.of(spec);
    }
}
