/**
 * What a command reports when it cannot do its work: a sentence for a person, and what to do about it.
 */
@NullMarked
package dev.seks.cli.fault;

import org.jspecify.annotations.NullMarked;
