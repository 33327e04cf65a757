// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class PartitioningTest {
    private static final int KEYS = 100_000;
    private static final long SEED = 20260302L;

    @Test
    void agreesWithKafka() {
        Random random = new Random(SEED);

        for (int i = 0; i < KEYS; i++) {
            byte[] key = new byte[random.nextInt(80)];
            random.nextBytes(key);
            int partitions = 1 + random.nextInt(1024);

            assertThat(Partitioning.partition(key, partitions))
                    .as("seed %d round %d", SEED, i)
                    .isEqualTo(Utils.toPositive(Utils.murmur2(key)) % partitions)
                    .isEqualTo(BuiltInPartitioner.partitionForKey(key, partitions));
        }
    }

    @Test
    void keepsADomainWhereItAlwaysWas() {
        assertThat(Partitioning.partition("acme".getBytes(StandardCharsets.UTF_8), 48))
                .isEqualTo(36);
    }
}
