// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.delivery;

/** Something with threads of its own, which end when it is closed. */
public interface Stoppable extends AutoCloseable {

    /** Begins nothing any more; returns at once. */
    default void stop() {}

    /** Lets what is under way end, within a bound. */
    @Override
    void close();
}
