/**
 * The requests that wait for people, rebuilt from the topics at every start: what is pending, what became of it, and
 * how the action catalogue describes it.
 */
@NullMarked
package dev.seks.approval.inbox;

import org.jspecify.annotations.NullMarked;
