// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A policy of version 1 as its file says it, free of faults. */
public final class Policy {
    /** The domain of a policy that names none. */
    public static final String DEFAULT_DOMAIN = "default";

    private final String domain;
    private final Map<String, AgentPolicy> agents;
    private final RateLimits rateLimits;

    /** What reading a policy file came to. */
    public sealed interface Result {}

    /** The file is right. */
    public record Loaded(Policy policy) implements Result {}

    /** The file is wrong; all faults, by line and column. */
    public record Faulty(List<Fault> faults) implements Result {
        public Faulty {
            faults = List.copyOf(faults);
        }
    }

    Policy(String domain, Map<String, AgentPolicy> agents, RateLimits rateLimits) {
        this.domain = domain;
        this.agents = Collections.unmodifiableMap(new LinkedHashMap<>(agents));
        this.rateLimits = rateLimits;
    }

    /** Reads a policy file strictly. */
    public static Result load(SourceFile file) {
        return new PolicyLoader().load(file);
    }

    public String domain() {
        return domain;
    }

    Map<String, AgentPolicy> agents() {
        return agents;
    }

    RateLimits rateLimits() {
        return rateLimits;
    }

    /** The form that rules on requests, for the actions of this catalogue. */
    public CompiledPolicy compile(ActionCatalogue catalogue) {
        return new PolicyCompiler(this, catalogue, RulingTable.MAX_PREPARED).compile();
    }
}
