/** Benchmarks, each beside a baseline in the same run. */
@NullMarked
package dev.seks.bench;

import org.jspecify.annotations.NullMarked;
