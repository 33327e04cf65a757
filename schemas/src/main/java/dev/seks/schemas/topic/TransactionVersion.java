// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.topic;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;

/**
 * The level of Kafka's transaction protocol that a cluster has agreed on. Below {@link #NEEDED} a record that comes late
 * from a producer that was replaced can end up in the transaction of its successor.
 */
public final class TransactionVersion {
    /** The first level at which each transaction has an epoch of its own (KIP-890). */
    public static final int NEEDED = 2;

    private static final String FEATURE = "transaction.version";
    private static final int DEADLINE_S = 30;

    private TransactionVersion() {}

    /**
     * The level of the cluster; 0 where it has none.
     *
     * @throws TopicException when the cluster does not answer
     */
    public static int of(Admin admin) throws TopicException {
        try {
            return Optional.ofNullable(admin.describeFeatures()
                            .featureMetadata()
                            .get(DEADLINE_S, TimeUnit.SECONDS)
                            .finalizedFeatures()
                            .get(FEATURE))
                    .map(FinalizedVersionRange::maxVersionLevel)
                    .map(Short::intValue)
                    .orElse(0);
        } catch (ExecutionException e) {
            throw new TopicException(
                    "cannot read the cluster's features: " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new TopicException("cannot read the cluster's features: no answer within " + DEADLINE_S + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicException("cannot read the cluster's features: interrupted", e);
        }
    }

    /**
     * Refuses a cluster whose level is too low.
     *
     * @throws TopicException naming the cure
     */
    public static void verify(Admin admin) throws TopicException {
        int level = of(admin);
        if (level < NEEDED) {
            throw new TopicException(
                    "unsafe transactions, refusing to run: " + FEATURE + "=" + level + ", expected " + NEEDED
                            + " or more: kafka-features.sh upgrade --feature " + FEATURE + "=" + NEEDED,
                    null);
        }
    }
}
