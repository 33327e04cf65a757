// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every service and action there is; what is not in it cannot be done. */
public record ActionCatalogue(Map<String, ServiceDefinition> services) {

    /** What reading catalogue files came to. */
    public sealed interface Result {}

    /** Every file is right. */
    public record Loaded(ActionCatalogue catalogue) implements Result {}

    /** At least one file is wrong; all faults, by file, line and column. */
    public record Faulty(List<Fault> faults) implements Result {
        public Faulty {
            faults = List.copyOf(faults);
        }
    }

    public ActionCatalogue {
        services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    }

    /** A catalogue in which nothing can be done. */
    public static ActionCatalogue empty() {
        return new ActionCatalogue(Map.of());
    }

    /** Reads catalogue files, one service each; the order of the files changes nothing but the order of services. */
    public static Result load(List<SourceFile> files) {
        return new CatalogueLoader().load(files);
    }

    public Optional<ServiceDefinition> service(String name) {
        return Optional.ofNullable(services.get(name));
    }

    public Optional<ActionDefinition> action(String service, String name) {
        ServiceDefinition definition = services.get(service);
        return definition == null ? Optional.empty() : definition.action(name);
    }

    /**
     * Whether both have this action and it says the same in both, so that who judged the one has judged the other: what is
     * called, where, with which credential, and what is shown of it.
     */
    public boolean saysTheSame(ActionCatalogue other, String service, String action) {
        ServiceDefinition here = services.get(service);
        ServiceDefinition there = other.services.get(service);
        return here != null && there != null && here.action(action).isPresent() && here.saysTheSame(there, action);
    }
}
