// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.seks.broker.topology.Broker;
import dev.seks.broker.topology.BrokerConfig;
import dev.seks.cli.kafka.EmbeddedKafka;
import dev.seks.cli.key.KeyFolder;
import dev.seks.schemas.topic.TopicAdmin;
import dev.seks.schemas.topic.TopicException;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.topic.TransactionVersion;
import dev.seks.schemas.wire.SchemaIds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionVersionTest {
    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @Test
    void refusesToDecideWhereTransactionsAreOfAnOlderKind() throws Exception {
        Topics topics = Topics.withPartitions(1);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            new TopicAdmin(admin, topics).create(1);
            assertThat(TransactionVersion.of(admin)).isEqualTo(2);
            FeatureUpdate older = new FeatureUpdate((short) 1, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE);
            admin.updateFeatures(Map.of("transaction.version", older), new UpdateFeaturesOptions())
                    .all()
                    .get();
            await().atMost(SOON).until(() -> TransactionVersion.of(admin) == 1);

            BrokerConfig config = BrokerConfig.single(
                    Map.of("bootstrap.servers", kafka.bootstrap()),
                    topics,
                    SchemaIds.builtIn(),
                    KeyFolder.in(folder).make("ann").broker(),
                    folder.resolve("state"));

            assertThatThrownBy(() -> Broker.start(config))
                    .isInstanceOf(TopicException.class)
                    .hasMessage("unsafe transactions, refusing to run: transaction.version=1, expected 2 or more:"
                            + " kafka-features.sh upgrade --feature transaction.version=2");
        }
    }
}
