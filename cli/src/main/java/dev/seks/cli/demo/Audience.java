// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.demo;

import java.net.URI;

/** Whoever hears of a story while it is played. */
interface Audience {
    /** Everything runs; the link signs a browser in to the inbox, once. */
    default void onOpen(URI inbox) {}

    /** A step has come to its end. */
    default void onStep(StepOutcome outcome) {}

    /** The last step has ended; everything stops once this returns. */
    default void onEnd() {}
}
