// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.attempt;

import java.time.Duration;

/** How many refused attempts are written one by one: so many at once, then one after each interval. */
public final class AttemptBounds {
    /** Of one address. */
    public static final int ADDRESS_BURST = 20;

    public static final Duration ADDRESS_INTERVAL = Duration.ofSeconds(10);

    /** Of all who are in no policy, together. */
    public static final int STRANGERS_BURST = 500;

    public static final Duration STRANGERS_INTERVAL = Duration.ofSeconds(1);

    /** Of somebody who is known: more than one press may be about. */
    public static final int PERSON_BURST = 200;

    public static final Duration PERSON_INTERVAL = Duration.ofSeconds(1);

    /** Of all people of policies, together. */
    public static final int PEOPLE_BURST = 1_000;

    public static final Duration PEOPLE_INTERVAL = Duration.ofMillis(100);

    private AttemptBounds() {}
}
