/**
 * How records are signed, and how a signature is held against the raw bytes of a record. One way for every record; nothing
 * here knows Kafka, a file, a clock or chance.
 */
@NullMarked
package dev.seks.schemas.signature;

import org.jspecify.annotations.NullMarked;
