// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import dev.seks.schemas.catalogue.ActionCatalogue;
import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.BundleFile;
import dev.seks.schemas.record.PolicyBundle;
import dev.seks.schemas.topic.Topic;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.RecordCodec;
import dev.seks.schemas.wire.WireException;
import dev.seks.schemas.yaml.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the catalogue of any bundle that a publisher has ever signed and published, by the digest of its bytes. Keeps where each bundle stands, and the
 * catalogues last used; an unknown digest makes it read the topic of bundles on to its end. Used by the loop alone.
 */
final class Bundles implements DecisionCheck.CatalogueLookup {
    private static final Logger LOG = LoggerFactory.getLogger(Bundles.class);
    private static final int MAX_CATALOGUES = 64;

    private record Name(int partition, String domain, String digest) {}

    private record Place(int partition, String digest) {}

    private final LogLookup log;
    private final Topics topics;
    private final RecordCodec<PolicyBundle> codec;
    private final Authenticity authenticity;
    private final Map<Integer, Long> readTo = new HashMap<>();
    private final Map<Place, Long> offsets = new HashMap<>();
    private final Map<Name, ActionCatalogue> catalogues = new LinkedHashMap<>(MAX_CATALOGUES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, ActionCatalogue> eldest) {
            return size() > MAX_CATALOGUES;
        }
    };

    Bundles(LogLookup log, Topics topics, RecordCodec<PolicyBundle> codec, Authenticity authenticity) {
        this.log = log;
        this.topics = topics;
        this.codec = codec;
        this.authenticity = authenticity;
    }

    @Override
    public Optional<ActionCatalogue> find(int partition, String domain, String bundleDigest) {
        Name name = new Name(partition, domain, bundleDigest);
        ActionCatalogue known = catalogues.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Place place = new Place(partition, bundleDigest);
        if (!offsets.containsKey(place)) {
            refresh(partition);
        }
        Long offset = offsets.get(place);
        Optional<ActionCatalogue> found = offset == null
                ? Optional.empty()
                : log.at(policies(partition), offset).flatMap(message -> read(message, domain));
        found.ifPresent(catalogue -> catalogues.put(name, catalogue));
        return found;
    }

    /** Takes note of what was published in a partition since the last time. */
    void refresh(int partition) {
        long from = readTo.getOrDefault(partition, 0L);
        long next = log.scan(policies(partition), from, this::note);
        readTo.put(partition, next);
    }

    private void note(ConsumerRecord<byte[], byte[]> message) {
        // a copy without its publisher's signature must not stand in for the bundle
        if (message.value() != null && authenticity.isBundle(message)) {
            offsets.put(new Place(message.partition(), Digest.of(message.value())), message.offset());
        }
    }

    private Optional<ActionCatalogue> read(ConsumerRecord<byte[], byte[]> message, String domain) {
        try {
            PolicyBundle bundle = codec.decode(message.value());
            String key = message.key() == null ? "" : new String(message.key(), StandardCharsets.UTF_8);
            if (!bundle.getDomain().equals(domain) || !key.equals(domain)) {
                return Optional.empty();
            }
            List<SourceFile> files =
                    bundle.getCatalogue().stream().map(Bundles::source).toList();
            if (ActionCatalogue.load(files) instanceof ActionCatalogue.Loaded loaded) {
                return Optional.of(loaded.catalogue());
            }
            LOG.warn("event=bundle_faulty domain={} version={}", domain, bundle.getVersion());
        } catch (WireException e) {
            LOG.warn("event=bundle_unreadable domain={} reason=\"{}\"", domain, e.getMessage());
        }
        return Optional.empty();
    }

    private static SourceFile source(BundleFile file) {
        return new SourceFile(file.getPath(), file.getText());
    }

    private TopicPartition policies(int partition) {
        return new TopicPartition(topics.name(Topic.POLICIES), partition);
    }
}
