/**
 * How records become bytes and bytes become records: Avro in the Confluent wire format, so that every tool that
 * knows a Schema Registry reads our topics.
 */
@NullMarked
package dev.seks.schemas.wire;

import org.jspecify.annotations.NullMarked;
