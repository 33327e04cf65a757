// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.cli.key.KeyFolder;
import dev.seks.cli.option.Cluster;
import dev.seks.cli.option.ClusterOptions;
import dev.seks.schemas.key.KeyFile;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.topic.Publishers;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** The options by which a command finds the published policies of a domain. */
final class ClusterDomain {
    @Mixin
    private ClusterOptions where = new ClusterOptions();

    /** Those of the domain that was asked for, or that of the running {@code seks dev}. */
    BundlePublisher publisher() {
        Cluster cluster = where.cluster();
        return publisher(cluster, cluster.domain());
    }

    /** Those of a given domain, which must not contradict the one asked for. */
    BundlePublisher publisher(String domain) {
        where.domain().filter(asked -> !asked.equals(domain)).ifPresent(asked -> {
            throw EnvironmentFault.of("the policy is of domain " + domain + ", expected one of domain " + asked);
        });
        return publisher(where.cluster(), domain);
    }

    /** Signs with the key in {@code file}, else with the publisher's key of the running {@code seks dev}. */
    RecordSigner signer(@Nullable Path file) {
        Cluster cluster = where.cluster();
        KeyFile key = file != null
                ? new KeyFile(file)
                : cluster.dev()
                        .map(dev -> KeyFolder.in(dev.data()).publisher())
                        .orElseThrow(() -> EnvironmentFault.of("there is no key to sign the policy with")
                                .hint("--key FILE names one that the broker's trust roots list under publishers"));
        try {
            return new RecordSigner(key.ed25519(), cluster.id());
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw EnvironmentFault.because(String.valueOf(e.getMessage()), e);
        }
    }

    private static BundlePublisher publisher(Cluster cluster, String domain) {
        Publishers publishers = cluster.dev()
                .map(dev -> Publishers.pinned(KeyFolder.in(dev.data()).roots(), cluster.id()))
                .orElse(Publishers.ANYBODY);
        return new BundlePublisher(
                cluster.client(), cluster.topics(), Codecs.of(SchemaIds.builtIn()), domain, publishers);
    }
}
