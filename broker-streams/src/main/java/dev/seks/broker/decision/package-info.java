/**
 * The state machine of one policy domain: {@code decide(State, Event) -> List<Effect>}. Production, tests, replay and
 * simulation run this very code; nothing here knows Kafka, a clock, a network or a logger.
 */
@NullMarked
package dev.seks.broker.decision;

import org.jspecify.annotations.NullMarked;
