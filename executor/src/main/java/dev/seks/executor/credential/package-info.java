/**
 * Credentials of services: found by domain and name at the moment of use, handed out only for the hosts that each is
 * bound to, held only here, never shown. A name that leads to nothing usable is no credential, and then no call is made.
 */
@NullMarked
package dev.seks.executor.credential;

import org.jspecify.annotations.NullMarked;
