/**
 * The one door through which a person's word passes, wherever it was said: who may decide, and that what was said is
 * published for exactly the request bytes that were shown.
 */
@NullMarked
package dev.seks.approval.verdict;

import org.jspecify.annotations.NullMarked;
