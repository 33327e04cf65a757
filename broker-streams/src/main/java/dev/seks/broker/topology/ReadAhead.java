// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.topology;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Shows each record to {@link SignaturesAhead} when the broker's consumer has read it. Kafka makes it, by its name. */
public final class ReadAhead implements ConsumerInterceptor<byte[], byte[]> {
    /** The setting that holds the {@link SignaturesAhead}. */
    static final String SETTING = "seks.signatures.ahead";

    private @Nullable SignaturesAhead ahead;

    @Override
    public void configure(Map<String, ?> settings) {
        ahead = (SignaturesAhead) settings.get(SETTING);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> read) {
        for (ConsumerRecord<byte[], byte[]> logged : read) {
            ahead.begin(logged);
        }
        return read;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // of no interest
    }

    @Override
    public void close() {
        // it belongs to the broker
    }
}
