// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.topology;

import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.SchemaIds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How one broker process runs.
 *
 * @param client settings of every Kafka client: {@code bootstrap.servers}, security
 * @param topics names and partition count of the topics
 * @param ids schema ids
 * @param keys whom it believes, and what it signs with
 * @param stateDir folder of the stores; kept over restarts
 * @param instance name of this process among those of the same installation; stable over restarts
 * @param threads stream threads, 1 to 64; a domain is decided by one of them
 * @param standbys copies of each store on other processes, 0 to 3
 * @param commitEvery how long decisions are gathered in one transaction, 1 ms to 1 s
 */
public record BrokerConfig(
        Map<String, Object> client,
        Topics topics,
        SchemaIds ids,
        BrokerKeys keys,
        Path stateDir,
        String instance,
        int threads,
        int standbys,
        Duration commitEvery) {
    public static final Duration DEFAULT_COMMIT = Duration.ofMillis(2);

    public BrokerConfig {
        client = Map.copyOf(client);
        require(threads >= 1 && threads <= 64, "threads", threads, "1 to 64");
        require(standbys >= 0 && standbys <= 3, "standbys", standbys, "0 to 3");
        require(
                commitEvery.toMillis() >= 1 && commitEvery.toMillis() <= 1000,
                "commitEvery",
                commitEvery,
                "1 ms to 1 s");
        require(
                instance.matches("[A-Za-z0-9._-]{1,64}"),
                "instance",
                instance,
                "1 to 64 letters, digits, '.', '_' or '-'");
    }

    /** One thread, no standby, the default commit interval. */
    public static BrokerConfig single(
            Map<String, Object> client, Topics topics, SchemaIds ids, BrokerKeys keys, Path stateDir) {
        return new BrokerConfig(client, topics, ids, keys, stateDir, "broker-1", 1, 0, DEFAULT_COMMIT);
    }

    private static void require(boolean holds, String setting, Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(setting + " " + found + ", expected " + expected);
        }
    }
}
