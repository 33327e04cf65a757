/** The files in which processes keep their secret keys. */
@NullMarked
package dev.seks.schemas.key;

import org.jspecify.annotations.NullMarked;
