/**
 * {@code seks demo}: plays a story, given as data, against everything in one process, and judges for itself whether it
 * came out as told.
 */
@NullMarked
package dev.seks.cli.demo;

import org.jspecify.annotations.NullMarked;
