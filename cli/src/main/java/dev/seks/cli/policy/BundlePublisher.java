// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.signature.RecordSigner;
import dev.seks.schemas.topic.Publishers;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the policy bundles of one domain under rising versions, and tells what became of them. Two publishers at
 * once can give two bundles the same version: the broker brings the first into force and journals the second as refused.
 */
public final class BundlePublisher {
    private final Map<String, Object> client;
    private final Topics topics;
    private final Codecs codecs;
    private final PolicyTopic topic;

    public BundlePublisher(
            Map<String, Object> client, Topics topics, Codecs codecs, String domain, Publishers publishers) {
        this.client = Map.copyOf(client);
        this.topics = topics;
        this.codecs = codecs;
        this.topic = new PolicyTopic(client, topics, codecs.bundle(), domain, publishers);
    }

    /**
     * Who publishes, and why.
     *
     * @param gitCommit the commit that holds exactly these files, or null
     * @param at the publisher's clock
     * @param key the publisher's own
     */
    public record Signature(
            String author, String message, @Nullable String gitCommit, Instant at, RecordSigner key) {}

    /** The bundle of the highest version; of several with that version, the first. */
    public Optional<PublishedBundle> newest() {
        return topic.newest();
    }

    /** Hands over every bundle that stands in the log, in its order. */
    void read(Consumer<PublishedBundle> sink) {
        topic.read(sink);
    }

    /**
     * Publishes a bundle under the version after the newest one, unless that says the same.
     *
     * @return the one published, or the newest
     * @throws EnvironmentFault when it cannot be written
     */
    public PublishedBundle publish(BundleSource source, Signature signature, Optional<PublishedBundle> newest) {
        if (newest.isPresent() && source.sameAs(newest.get().bundle())) {
            return newest.get();
        }
        int before = newest.map(PublishedBundle::version).orElse(0);
        if (before == Integer.MAX_VALUE) {
            throw EnvironmentFault.of("version " + before + " is the highest there can be, expected room for another");
        }
        PolicyBundle next = PolicyBundle.newBuilder()
                .setDomain(source.domain())
                .setVersion(before + 1)
                .setPolicy(source.policy())
                .setCatalogue(source.catalogue())
                .setOperators(source.operators())
                .setAuthor(signature.author())
                .setMessage(signature.message())
                .setGitCommit(signature.gitCommit())
                .setCreatedAt(signature.at().truncatedTo(ChronoUnit.MILLIS))
                .build();
        return new BundleSender(client, topics, codecs.bundle(), signature.key()).send(next);
    }

    /** What the broker made of a bundle, waiting for it at most {@code patience}. */
    public Standing standing(PublishedBundle published, Duration patience) {
        List<PublishedBundle> rivals = new ArrayList<>();
        topic.read(other -> {
            if (other.version() == published.version() && other.isBefore(published)) {
                rivals.add(other);
            }
        });
        try (Standings standings = standings()) {
            rivals.forEach(rival -> standings.of(rival, patience));
            return standings.of(published, patience);
        }
    }

    Standings standings() {
        return new Standings(client, topics, codecs.journal(), topic.partition());
    }
}
