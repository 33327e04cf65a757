/**
 * {@code seks dev}: every service, a real Kafka broker and a code forge in one process, with all its data in one folder.
 */
@NullMarked
package dev.seks.cli.dev;

import org.jspecify.annotations.NullMarked;
