// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.topology;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Where an output record goes: under the domain as key, to the partition of the task that made it.
 *
 * <p>INVARIANT: a pseudo-domain's key would hash elsewhere, so the partition is never left to a partitioner.
 */
record Destination(String domain, int partition) {

    static Serializer<Destination> keySerializer() {
        return (topic, destination) -> destination.domain().getBytes(StandardCharsets.UTF_8);
    }

    static StreamPartitioner<Destination, byte[]> partitioner() {
        return (topic, destination, value, partitions) -> Optional.of(Set.of(destination.partition()));
    }
}
