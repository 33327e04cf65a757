// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.control;

import dev.seks.schemas.control.Freeze;

/** Whether something may be done as far as freezes go. */
public sealed interface Clearance {

    /** Nothing that was ordered until a moment ago stands against it. */
    record Clear() implements Clearance {}

    /** It is frozen. */
    record Frozen(Freeze freeze) implements Clearance {}

    /** It is not known what is frozen: the orders cannot be read, or not fast enough. */
    record Unknown() implements Clearance {}

    Clear CLEAR = new Clear();
    Unknown UNKNOWN = new Unknown();
}
