// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.broker.policy.Policy;
import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A policy file and its catalogue, read as the broker will read them.
 *
 * @param source the policy's text, if it is text
 * @param policy if it has no fault
 * @param folder of the catalogue, if there is one
 * @param catalogue if it has no fault
 * @param faults of both, the policy's first
 */
record Reading(
        Optional<SourceFile> source,
        Optional<Policy> policy,
        Optional<CatalogueFolder> folder,
        Optional<ActionCatalogue> catalogue,
        List<Fault> faults) {

    Reading {
        faults = List.copyOf(faults);
    }

    /**
     * Reads a policy file, with the catalogue in {@code named} or beside it.
     *
     * @throws dev.seks.cli.fault.EnvironmentFault when a file is not there or cannot be read
     */
    static Reading of(Path file, @Nullable Path named) {
        List<Fault> faults = new ArrayList<>();
        Optional<SourceFile> source = text("policy", file, faults);
        Optional<Policy> policy = source.flatMap(text -> policy(text, faults));
        Optional<CatalogueFolder> folder = CatalogueFolder.choose(named, file);
        Optional<ActionCatalogue> catalogue = folder.flatMap(there -> catalogue(there, faults));
        return new Reading(source, policy, folder, catalogue, faults);
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

    private static Optional<ActionCatalogue> catalogue(CatalogueFolder folder, List<Fault> faults) {
        int before = faults.size();
        List<SourceFile> files = new ArrayList<>();
        folder.files().forEach(file -> text("catalogue", file, faults).ifPresent(files::add));
        ActionCatalogue.Result result = ActionCatalogue.load(files);
        if (result instanceof ActionCatalogue.Faulty faulty) {
            faults.addAll(faulty.faults());
        }
        return result instanceof ActionCatalogue.Loaded loaded && faults.size() == before
                ? Optional.of(loaded.catalogue())
                : Optional.empty();
    }
}
