// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.topic;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** The id of a Kafka cluster, which stands in what is signed: no record of one cluster passes on another. */
public final class ClusterId {
    private static final int DEADLINE_S = 30;

    private ClusterId() {}

    /**
     * The id as the cluster says it.
     *
     * @throws TopicException when the cluster does not answer
     */
    public static String of(Admin admin) throws TopicException {
        try {
            return admin.describeCluster().clusterId().get(DEADLINE_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new TopicException(
                    "cannot read the cluster's id: " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new TopicException("cannot read the cluster's id: no answer within " + DEADLINE_S + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TopicException("cannot read the cluster's id: interrupted", e);
        }
    }
}
