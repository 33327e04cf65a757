// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.broker.decision.TestKeys;
import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import dev.seks.schemas.wire.SchemaIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BrokerTopologyTest {
    private static final Path COMMITTED = Path.of("topology.txt");

    @Test
    void isTheOneThatIsCommitted() throws IOException {
        String described = new BrokerTopology(
                        Topics.withPartitions(4), Codecs.of(SchemaIds.builtIn()), TestKeys.TRUST, TestKeys.DECISIONS)
                .build()
                .describe()
                .toString();
        if (Boolean.getBoolean("regenerate")) {
            Files.writeString(COMMITTED, described);
        }

        assertThat(described)
                .as("topology.txt; to accept the change: mvn -pl broker-streams -am test -Dregenerate=true")
                .isEqualTo(Files.readString(COMMITTED));
    }
}
