// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.cluster;

import dev.seks.schemas.topic.Topics;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** A cluster that runs anyway; the topics made there are removed in the end, those of others are left alone. */
final class ExternalCluster implements KafkaCluster {
    private final String bootstrap;
    private final FreshPrefixes prefixes = new FreshPrefixes();

    private ExternalCluster(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    static ExternalCluster at(String bootstrap) {
        return new ExternalCluster(bootstrap);
    }

    @Override
    public String bootstrap() {
        return bootstrap;
    }

    @Override
    public Topics freshTopics(int partitions) {
        return new Topics(prefixes.next(), partitions);
    }

    @Override
    public void close() {
        try (Admin admin = Admin.create(client())) {
            List<String> ours = admin.listTopics().names().get().stream()
                    .filter(prefixes::covers)
                    .toList();
            admin.deleteTopics(ours).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot remove the tests' topics from " + bootstrap, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
