/**
 * Where the log of a command goes: to a bounded file, or nowhere. It never reaches the terminal unasked, because what a
 * person must know is said by the command itself.
 */
@NullMarked
package dev.seks.cli.log;

import org.jspecify.annotations.NullMarked;
