/**
 * Credentials of services: found by reference at the moment of use, held only here, never shown. A reference that leads
 * to nothing usable is no credential, and then no call is made.
 */
@NullMarked
package dev.seks.executor.credential;

import org.jspecify.annotations.NullMarked;
