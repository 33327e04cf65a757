/**
 * A real Kafka broker inside this process. Kafka's internal server classes are known to this package alone.
 */
@NullMarked
package dev.seks.cli.kafka;

import org.jspecify.annotations.NullMarked;
