/**
 * Windowed limits: in no interval of a limit's length is more than its maximum admitted, over any restart. Several limits are
 * checked together and consumed together or not at all, by one algorithm for counts and for money. Everything here is pure:
 * time comes in as a number, state comes in as a {@link dev.seks.broker.limit.Book} and goes out as a new one.
 */
@NullMarked
package dev.seks.broker.limit;

import org.jspecify.annotations.NullMarked;
