/**
 * Which addresses the executor connects to. A host is resolved once, every address of it is judged, and the connection is
 * made to one that was judged: whatever a name says a moment later gains nothing.
 */
@NullMarked
package dev.seks.executor.egress;

import org.jspecify.annotations.NullMarked;
