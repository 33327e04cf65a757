/**
 * Telling somebody outside of requests that wait: sharing the work among instances, going on where another left off, at
 * a pace, with patience, and once or again rather than never.
 */
@NullMarked
package dev.seks.approval.delivery;

import org.jspecify.annotations.NullMarked;
