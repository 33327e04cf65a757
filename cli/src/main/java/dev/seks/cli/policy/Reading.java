// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.broker.policy.Policy;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A policy file and its catalogue, read once, as the broker will read them.
 *
 * @param file the policy file
 * @param source its text, if it is text
 * @param policy if it has no fault
 * @param actions the catalogue
 * @param faults of both, the policy's first
 */
public record Reading(
        Path file, Optional<SourceFile> source, Optional<Policy> policy, Actions actions, List<Fault> faults) {

    public Reading {
        faults = List.copyOf(faults);
    }

    /**
     * The catalogue's side of a reading.
     *
     * @param folder where it was found; empty where there is none, or it came from elsewhere
     * @param files its text
     * @param catalogue if there is one and it has no fault
     */
    public record Actions(Optional<Path> folder, List<SourceFile> files, Optional<ActionCatalogue> catalogue) {
        static final Actions NONE = new Actions(Optional.empty(), List.of(), Optional.empty());

        /** Whether there is no catalogue, not even a faulty one. */
        boolean isNone() {
            return folder.isEmpty() && files.isEmpty();
        }

        public Actions {
            files = List.copyOf(files);
        }
    }

    /**
     * Reads a policy file, with the catalogue in {@code named} or, when that is null, in {@code catalogue/} beside it.
     *
     * @throws EnvironmentFault when a file is not there or cannot be read
     */
    public static Reading of(Path file, @Nullable Path named) {
        List<Fault> faults = new ArrayList<>();
        Optional<SourceFile> source = text("policy", file, faults);
        Optional<Policy> policy = source.flatMap(text -> policy(text, faults));
        Actions actions = CatalogueFolder.choose(named, file)
                .map(folder -> actions(folder, faults))
                .orElse(Actions.NONE);
        return new Reading(file, source, policy, actions, faults);
    }

    /** Reads a policy file that goes with catalogue files from elsewhere. */
    public static Reading with(Path file, List<SourceFile> catalogue) {
        List<Fault> faults = new ArrayList<>();
        Optional<SourceFile> source = text("policy", file, faults);
        Optional<Policy> policy = source.flatMap(text -> policy(text, faults));
        return new Reading(file, source, policy, Actions.NONE, faults).withCatalogue(catalogue);
    }

    /** What a published bundle holds; its files are named by its version. */
    public static Reading of(PolicyBundle bundle) {
        List<Fault> faults = new ArrayList<>();
        String version = "v" + bundle.getVersion() + ":";
        SourceFile source = new SourceFile(
                version + bundle.getPolicy().getPath(), bundle.getPolicy().getText());
        Optional<Policy> policy = policy(source, faults);
        return new Reading(Path.of(source.path()), Optional.of(source), policy, Actions.NONE, faults)
                .withCatalogue(bundle.getCatalogue().stream()
                        .map(file -> new SourceFile(version + file.getPath(), file.getText()))
                        .toList());
    }

    /** The policy, where nothing is wrong. */
    public Policy sound() {
        if (!faults.isEmpty()) {
            throw EnvironmentFault.of("the policy and its catalogue cannot be used:\n      "
                    + faults.stream().map(Fault::toString).collect(Collectors.joining("\n      ")));
        }
        return policy.orElseThrow();
    }

    /** The same policy with catalogue files from elsewhere. */
    Reading withCatalogue(List<SourceFile> files) {
        List<Fault> all = new ArrayList<>(faults);
        Actions other = actions(Optional.empty(), files, all);
        return new Reading(file, source, policy, other, all);
    }

    /** The same policy with the catalogue of a folder. */
    Reading withCatalogueIn(Path folder) {
        List<Fault> all = new ArrayList<>(policy.isEmpty() ? faults : List.of());
        Actions other = actions(new CatalogueFolder(folder), all);
        return new Reading(file, source, policy, other, all);
    }

    /** The same policy with the catalogue of another reading, whose faults are told there. */
    Reading withCatalogueOf(Reading other) {
        return new Reading(file, source, policy, other.actions, faults);
    }

    private static Optional<SourceFile> text(String what, Path file, List<Fault> faults) {
        PolicyFile read = PolicyFile.read(what, file, file.toString());
        if (read instanceof PolicyFile.NoText none) {
            faults.add(none.fault());
            return Optional.empty();
        }
        return Optional.of(((PolicyFile.Text) read).source());
    }

    private static Optional<Policy> policy(SourceFile source, List<Fault> faults) {
        Policy.Result result = Policy.load(source);
        if (result instanceof Policy.Faulty faulty) {
            faults.addAll(faulty.faults());
            return Optional.empty();
        }
        return Optional.of(((Policy.Loaded) result).policy());
    }

    private static Actions actions(CatalogueFolder folder, List<Fault> faults) {
        List<SourceFile> files = new ArrayList<>();
        folder.files().forEach(file -> text("catalogue", file, faults).ifPresent(files::add));
        return actions(Optional.of(folder.folder()), files, faults);
    }

    private static Actions actions(Optional<Path> folder, List<SourceFile> files, List<Fault> faults) {
        ActionCatalogue.Result result = ActionCatalogue.load(files);
        if (result instanceof ActionCatalogue.Faulty faulty) {
            faults.addAll(faulty.faults());
            return new Actions(folder, files, Optional.empty());
        }
        return new Actions(folder, files, Optional.of(((ActionCatalogue.Loaded) result).catalogue()));
    }
}
