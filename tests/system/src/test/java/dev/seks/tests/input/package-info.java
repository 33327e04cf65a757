/**
 * What must not be let in: a table of records that somebody could write into the topics, each with the one answer it
 * gets, and starts into a world that is not as it must be.
 */
@NullMarked
package dev.seks.tests.input;

import org.jspecify.annotations.NullMarked;
