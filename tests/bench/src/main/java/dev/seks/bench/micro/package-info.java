/** Benchmarks of single steps of the pure packages, without Kafka: one policy decision, one check of the limits. */
@NullMarked
package dev.seks.bench.micro;

import org.jspecify.annotations.NullMarked;
