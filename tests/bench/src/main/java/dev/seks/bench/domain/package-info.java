/**
 * What one policy domain costs: latency from publish to decision and throughput at saturation, beside plain Kafka and a
 * plain exactly-once loop on the same broker in the same run.
 */
@NullMarked
package dev.seks.bench.domain;

import org.jspecify.annotations.NullMarked;
