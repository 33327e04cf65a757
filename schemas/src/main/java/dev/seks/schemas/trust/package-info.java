/**
 * Whom a service believes: the public keys that its configuration pins for each domain. What no pinned key has signed is
 * nobody's word. Pure.
 */
@NullMarked
package dev.seks.schemas.trust;

import org.jspecify.annotations.NullMarked;
