/**
 * The Kafka Streams application around the state machine: record in, pure call, records out, all in one transaction.
 * Nothing is decided here.
 */
@NullMarked
package dev.seks.broker.topology;

import org.jspecify.annotations.NullMarked;
