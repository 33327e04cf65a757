// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.delivery;

import dev.seks.schemas.topic.Topics;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The cluster by which several instances agree on who tells of which requests.
 *
 * @param client settings of a Kafka client
 * @param ready whether the inbox is complete, before which nothing is told
 */
public record Cluster(Map<String, Object> client, Topics topics, BooleanSupplier ready) {
    public Cluster {
        client = Map.copyOf(client);
    }
}
