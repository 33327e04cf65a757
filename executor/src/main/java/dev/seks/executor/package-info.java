/**
 * The executor: the only process that holds credentials of services and the only one that acts. It runs what was
 * approved, exactly as approved, at most once, and decides nothing.
 */
@NullMarked
package dev.seks.executor;

import org.jspecify.annotations.NullMarked;
