// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one agent that wait for people.
 *
 * @param size how many they are
 * @param firstExpiry when the first of them expires; null where none waits
 */
public record Backlog(int size, @Nullable Instant firstExpiry) {
    /** Nothing waits. */
    public static final Backlog NONE = new Backlog(0, null);
}
