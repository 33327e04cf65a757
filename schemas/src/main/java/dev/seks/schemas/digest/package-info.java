/** Digests by which processes refer to the same bytes. */
@NullMarked
package dev.seks.schemas.digest;

import org.jspecify.annotations.NullMarked;
