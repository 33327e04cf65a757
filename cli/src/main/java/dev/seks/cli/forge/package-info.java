/**
 * A small code forge with a mail desk, served over real HTTP: what agents act on in {@code seks dev} and {@code seks
 * demo} when no real service is at hand. It checks its tokens, and it remembers every call it got, so that what really
 * happened can be told from what was said to have happened.
 */
@NullMarked
package dev.seks.cli.forge;

import org.jspecify.annotations.NullMarked;
