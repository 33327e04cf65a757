// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.control;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.key.KeyFolder;
import dev.seks.cli.option.Cluster;
import dev.seks.cli.option.ClusterOptions;
import dev.seks.cli.option.DurationOption;
import dev.seks.cli.option.RunningDev;
import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.key.KeyFile;
import dev.seks.schemas.record.Control;
import dev.seks.schemas.record.ControlKind;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.signature.Ed25519PrivateKey;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.trust.TrustRoots;
import dev.seks.schemas.trust.TrustedKey;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which a command gives orders: to which cluster, as whom, and how long it waits for the broker. */
public final class Operator {
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The operator's private key, mode 0600. Default: that of seks dev.")
    private @Nullable Path key;

    @Option(
            names = "--person",
            paramLabel = "NAME",
            description = "Whose key it is, as the trust roots name them. Default: as those of seks dev do.")
    private @Nullable String person;

    @Option(
            names = "--wait",
            paramLabel = "10s",
            converter = DurationOption.class,
            description = "How long to wait for the broker (default: 10s).")
    private Duration patience = DEFAULT_PATIENCE;

    @Mixin
    private ClusterOptions where = new ClusterOptions();

    /** The cluster meant. */
    public Cluster cluster() {
        return where.cluster();
    }

    /**
     * Gives an order and waits for what becomes of it.
     *
     * @param change says what is ordered beyond its kind
     * @throws EnvironmentFault when it cannot be given
     */
    public OrderFate give(Cluster cluster, ControlKind kind, UnaryOperator<Control.Builder> change) {
        Ed25519PrivateKey signing = signing(cluster);
        Control order = change.apply(Control.newBuilder()
                        .setDomain(cluster.domain())
                        .setKind(kind)
                        .setPerson(person(cluster, signing))
                        .setGivenAt(Instant.now().truncatedTo(ChronoUnit.MILLIS)))
                .build();
        Topics topics = cluster.topics();
        Codecs codecs = Codecs.of(SchemaIds.builtIn());
        Coordinates at = new ControlSender(
                        cluster.client(), topics, codecs.control(), new RecordSigner(signing, cluster.id()))
                .send(order);
        try (OrderJournal journal = new OrderJournal(cluster.client(), topics, codecs.journal(), at.getPartition())) {
            return new OrderFate(order, journal.await(at, patience));
        } catch (KafkaException | IllegalStateException e) {
            throw EnvironmentFault.because(
                    "the order is given, and what became of it cannot be read: " + e.getMessage(), e);
        }
    }

    private Ed25519PrivateKey signing(Cluster cluster) {
        KeyFile file = key != null
                ? new KeyFile(key)
                : cluster.dev()
                        .map(dev -> KeyFolder.in(dev.data()).operator())
                        .orElseThrow(() -> EnvironmentFault.of("there is no key to sign the order with")
                                .hint("--key FILE names one that the broker's trust roots list under operators"));
        try {
            return file.ed25519();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw EnvironmentFault.because(String.valueOf(e.getMessage()), e);
        }
    }

    private String person(Cluster cluster, Ed25519PrivateKey signing) {
        String named = person;
        if (named != null) {
            if (!Names.isPerson(named)) {
                throw EnvironmentFault.of("--person " + named + ", expected a lower-case name");
            }
            return named;
        }
        RunningDev dev = cluster.dev()
                .orElseThrow(() -> EnvironmentFault.of("it is not known who gives the order")
                        .hint("--person NAME says whose the key is, as the broker's trust roots name them"));
        TrustRoots roots = KeyFolder.in(dev.data()).roots();
        return roots.of(cluster.domain()).operators().keys().stream()
                .filter(trusted -> trusted.key().keyId().equals(signing.keyId()))
                .map(TrustedKey::owner)
                .findFirst()
                .orElseThrow(() -> EnvironmentFault.of("the key is none of an operator of domain " + cluster.domain())
                        .hint(KeyFolder.in(dev.data()).trust() + " lists those who may give orders"));
    }
}
