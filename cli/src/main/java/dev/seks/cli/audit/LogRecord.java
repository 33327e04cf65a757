// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.audit;

import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record as it stands in the log, and what it says.
 *
 * @param message empty when the value is no record of the topic's type
 * @param fault why it could not be decoded; empty when it could
 */
record LogRecord(ConsumerRecord<byte[], byte[]> place, Optional<SpecificRecord> message, String fault) {}
