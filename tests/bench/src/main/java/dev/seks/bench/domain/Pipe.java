// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.domain;

import dev.seks.schemas.topic.Topic;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Something that turns records of one topic into records of another; what is measured is the way through it. */
interface Pipe extends AutoCloseable {

    /** What the table calls it. */
    String name();

    Topic input();

    Topic output();

    /** A record that goes in. */
    default ProducerRecord<byte[], byte[]> message(String topic, byte[] value) {
        return new ProducerRecord<>(topic, Lab.KEY, value);
    }

    @Override
    void close();
}
