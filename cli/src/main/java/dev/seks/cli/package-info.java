/**
 * The {@code seks} command: finds the subcommand, runs it, and turns what goes wrong into a line on stderr and an exit
 * code. Each subcommand lives in a package of its own.
 */
@NullMarked
package dev.seks.cli;

import org.jspecify.annotations.NullMarked;
