// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.client;

import dev.seks.schemas.signature.Signer;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.SchemaIds;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Where and how a client reaches the log.
 *
 * @param kafka Kafka client settings: {@code bootstrap.servers} and security
 * @param domain the policy domain that every request of the client belongs to
 * @param prefix of every topic name
 * @param ids the schema ids under which records are written and read
 * @param answersWithin how long Kafka may take to answer, 100 ms to 5 minutes
 * @param keys what each agent signs with, by its name; without any, requests go unsigned, and only a broker that was
 *     started insecure takes them
 */
public record ClientConfig(
        Map<String, Object> kafka,
        String domain,
        String prefix,
        SchemaIds ids,
        Duration answersWithin,
        Map<String, Signer> keys) {
    private static final String BOOTSTRAP = "bootstrap.servers";
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration USUAL = Duration.ofSeconds(10);

    public ClientConfig {
        kafka = Map.copyOf(kafka);
        keys = Map.copyOf(keys);
        if (!kafka.containsKey(BOOTSTRAP)) {
            throw new IllegalArgumentException("no bootstrap.servers, expected host:port of a Kafka broker");
        }
        if (answersWithin.compareTo(SHORTEST) < 0 || answersWithin.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    answersWithin.toMillis() + " ms for an answer, expected 100 ms to 5 minutes");
        }
    }

    /** The usual settings. */
    public static ClientConfig of(String bootstrapServers, String domain) {
        return new ClientConfig(
                Map.of(BOOTSTRAP, bootstrapServers),
                domain,
                Topics.DEFAULT_PREFIX,
                SchemaIds.builtIn(),
                USUAL,
                Map.of());
    }

    /** The same with another patience. */
    public ClientConfig answersWithin(Duration patience) {
        return new ClientConfig(kafka, domain, prefix, ids, patience, keys);
    }

    /** The same with other topic names. */
    public ClientConfig prefix(String prefix) {
        return new ClientConfig(kafka, domain, prefix, ids, answersWithin, keys);
    }

    /** The same with the key of an agent, beside those of others. */
    public ClientConfig signing(String agent, Signer key) {
        Map<String, Signer> more = new HashMap<>(keys);
        more.put(agent, key);
        return new ClientConfig(kafka, domain, prefix, ids, answersWithin, more);
    }

    String bootstrap() {
        return kafka.get(BOOTSTRAP).toString();
    }
}
