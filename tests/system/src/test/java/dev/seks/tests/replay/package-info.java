/**
 * Derives every decision and journal entry again from what went in, and compares byte for byte.
 */
@NullMarked
package dev.seks.tests.replay;

import org.jspecify.annotations.NullMarked;
