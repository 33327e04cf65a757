/** The keys of {@code seks dev}: made by itself, kept in its data folder, readable by their owner alone. */
@NullMarked
package dev.seks.cli.key;

import org.jspecify.annotations.NullMarked;
