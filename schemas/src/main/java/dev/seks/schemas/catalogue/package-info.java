/**
 * The action catalogue: what each service's actions are, which parameters they take and which call they make. The
 * broker decides on it and the executor acts on it, so that what was judged is what is done. Pure: text in, values out.
 */
@NullMarked
package dev.seks.schemas.catalogue;

import org.jspecify.annotations.NullMarked;
