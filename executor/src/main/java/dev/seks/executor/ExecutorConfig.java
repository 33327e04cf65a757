// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor;

import dev.seks.executor.call.CallBounds;
import dev.seks.executor.claim.PoolBounds;
import dev.seks.executor.credential.Custody;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.SchemaIds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Everything an executor must be told.
 *
 * @param client Kafka's own settings: {@code bootstrap.servers} and what the cluster's security asks for
 * @param keys whom it believes, and what it signs with
 * @param custody hands out the credentials of services; closed by whoever made it
 * @param fileRoot the folder below which {@code file} actions work, one folder for each domain
 * @param group the consumer group; of no importance for what is executed
 * @param instance name of this executor, stable over restarts and different from that of every other one running
 * @param actWithin how long after a commit calls may begin, and how long a successor waits before it answers for them
 * @param closeWithin how long calls in flight are waited for when the executor closes
 * @param recoverWithin how long reading the past of the partitions may take
 */
public record ExecutorConfig(
        Map<String, Object> client,
        Topics topics,
        SchemaIds ids,
        ExecutorKeys keys,
        Custody custody,
        Path fileRoot,
        String group,
        String instance,
        Duration actWithin,
        Duration closeWithin,
        Duration recoverWithin,
        PoolBounds pool,
        CallBounds calls) {
    public static final String DEFAULT_GROUP = "seks-executor";
    public static final String DEFAULT_INSTANCE = "executor-1";
    public static final Duration DEFAULT_ACT_WITHIN = Duration.ofSeconds(5);
    public static final Duration DEFAULT_CLOSE_WITHIN = Duration.ofSeconds(10);
    public static final Duration DEFAULT_RECOVER_WITHIN = Duration.ofSeconds(60);

    private static final String NAME = "[A-Za-z0-9._-]{1,100}";

    public ExecutorConfig {
        client = Map.copyOf(client);
        requireName("group", group);
        requireName("instance", instance);
        requirePositive("actWithin", actWithin);
        requirePositive("closeWithin", closeWithin);
        requirePositive("recoverWithin", recoverWithin);
    }

    /** The configuration with every setting that has a default at its default. */
    public static ExecutorConfig of(
            Map<String, Object> client,
            Topics topics,
            SchemaIds ids,
            ExecutorKeys keys,
            Custody custody,
            Path fileRoot) {
        return new ExecutorConfig(
                client,
                topics,
                ids,
                keys,
                custody,
                fileRoot,
                DEFAULT_GROUP,
                DEFAULT_INSTANCE,
                DEFAULT_ACT_WITHIN,
                DEFAULT_CLOSE_WITHIN,
                DEFAULT_RECOVER_WITHIN,
                PoolBounds.DEFAULT,
                CallBounds.DEFAULT);
    }

    /** The same under other names. */
    public ExecutorConfig named(String newGroup, String newInstance) {
        return new ExecutorConfig(
                client,
                topics,
                ids,
                keys,
                custody,
                fileRoot,
                newGroup,
                newInstance,
                actWithin,
                closeWithin,
                recoverWithin,
                pool,
                calls);
    }

    /** The same with other times to act after a commit and to wait when closing. */
    public ExecutorConfig within(Duration newActWithin, Duration newCloseWithin) {
        return new ExecutorConfig(
                client,
                topics,
                ids,
                keys,
                custody,
                fileRoot,
                group,
                instance,
                newActWithin,
                newCloseWithin,
                recoverWithin,
                pool,
                calls);
    }

    /** The same with other bounds. */
    public ExecutorConfig bounded(PoolBounds newPool, CallBounds newCalls) {
        return new ExecutorConfig(
                client,
                topics,
                ids,
                keys,
                custody,
                fileRoot,
                group,
                instance,
                actWithin,
                closeWithin,
                recoverWithin,
                newPool,
                newCalls);
    }

    private static void requireName(String setting, String name) {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException(
                    setting + " is '" + name + "', expected 1 to 100 letters, digits, '.', '_' or '-'");
        }
    }

    private static void requirePositive(String setting, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(setting + " is " + duration + ", expected more than 0");
        }
    }
}
