/**
 * {@code seks credential}: puts credentials into the safe, lists what there is, and takes them out. A value comes from a
 * prompt that shows nothing, or from standard input; no command ever prints one.
 */
@NullMarked
package dev.seks.cli.credential;

import org.jspecify.annotations.NullMarked;
