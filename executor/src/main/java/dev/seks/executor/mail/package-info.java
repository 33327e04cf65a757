/**
 * Text sent by mail. Whom it is from stands in the catalogue, whom it is to is held against the catalogue, and it counts as
 * not sent only as long as the server cannot have taken it.
 */
@NullMarked
package dev.seks.executor.mail;

import org.jspecify.annotations.NullMarked;
