/**
 * Running the call of one action, of whatever kind: when, how often and within which bounds, with which credential, and what
 * is known about its effect. Whatever happens ends in one {@link dev.seks.executor.call.CallOutcome}; nothing here knows
 * Kafka. A new kind of action is a {@link dev.seks.executor.call.Caller}, named once in
 * {@link dev.seks.executor.ActionKinds}.
 */
@NullMarked
package dev.seks.executor.call;

import org.jspecify.annotations.NullMarked;
