// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.option;

import dev.seks.cli.fault.EnvironmentFault;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which a command finds a running {@code seks dev}, or another cluster. */
public final class ClusterOptions {
    static final String DATA = ".seks";
    private static final String DEFAULT_DOMAIN = "default";

    @Mixin
    private DevOption running = new DevOption();

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "A cluster, instead of a running seks dev.")
    private @Nullable String kafka;

    @Option(names = "--domain", paramLabel = "D", description = "The policy domain (default: that of seks dev).")
    private @Nullable String domain;

    /**
     * The cluster meant; somebody listens there.
     *
     * @throws EnvironmentFault when there is none
     */
    public Cluster cluster() {
        if (kafka != null) {
            Reachability.check(kafka, "is the address right, and does Kafka run?");
            return new Cluster(kafka, domain == null ? DEFAULT_DOMAIN : domain, Optional.empty());
        }
        RunningDev dev = running.dev();
        Reachability.check(dev.kafka(), "start it again with: ./seks dev" + dev.option());
        return new Cluster(dev.kafka(), domain == null ? dev.domain() : domain, Optional.of(dev));
    }

    /** Whether a cluster was named, so that no running {@code seks dev} is looked for. */
    public boolean namesCluster() {
        return kafka != null;
    }

    /** The domain that was asked for by name. */
    public Optional<String> domain() {
        return Optional.ofNullable(domain);
    }
}
