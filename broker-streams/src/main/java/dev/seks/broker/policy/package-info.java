/**
 * The policy: its file, its model and the compiled form that rules on a request by name. Pure: text and names in,
 * rulings out; no clock, no state, and nothing that is not in the policy's own file or the catalogue.
 */
@NullMarked
package dev.seks.broker.policy;

import org.jspecify.annotations.NullMarked;
