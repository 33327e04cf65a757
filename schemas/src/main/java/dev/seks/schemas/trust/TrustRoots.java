// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.trust;

import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import java.util.List;
import java.util.Map;

/** The pinned public keys of an installation, by domain; {@value #ANY} stands for every domain that has no entry of its own. */
public final class TrustRoots {
    /** The entry for all other domains. */
    public static final String ANY = "*";

    /** Nobody is believed anywhere. */
    public static final TrustRoots NONE = new TrustRoots(Map.of());

    private final Map<String, DomainTrust> domains;

    public TrustRoots(Map<String, DomainTrust> domains) {
        this.domains = Map.copyOf(domains);
    }

    /** What became of a file of trust roots. */
    public sealed interface Result {}

    /** It can be relied on. */
    public record Loaded(TrustRoots roots) implements Result {}

    /** It has faults, all of them listed. */
    public record Faulty(List<Fault> faults) implements Result {
        public Faulty {
            faults = List.copyOf(faults);
        }
    }

    /** Reads {@code version: 1} and {@code domains}; any fault makes the whole file useless. */
    public static Result load(SourceFile file) {
        return new TrustLoader().load(file);
    }

    /** Whom to believe in a domain. */
    public DomainTrust of(String domain) {
        DomainTrust own = domains.get(domain);
        return own != null ? own : domains.getOrDefault(ANY, DomainTrust.NOBODY);
    }

    /** The keys of every approval service that is believed anywhere. */
    public List<TrustedKey> approvalServices() {
        return domains.values().stream()
                .flatMap(trust -> trust.approvalService().keys().stream())
                .toList();
    }
}
