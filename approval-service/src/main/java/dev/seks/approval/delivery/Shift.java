// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.delivery;

import java.util.Optional;
import java.util.Set;

/** Which partitions' requests this instance tells of, when several run at once. Safe for use by many threads. */
public interface Shift {

    /** Has {@code listener} run whenever partitions come or go; it must neither block nor throw. */
    void onChange(Runnable listener);

    /** The partitions that are ours now. */
    Set<Integer> held();

    /**
     * Does {@code work} while the partition is surely ours, and keeps it from being handed over meanwhile; empty, and
     * nothing done, when it is not ours.
     */
    <T> Optional<T> keeping(int partition, Work<T> work) throws InterruptedException;

    /** The last note about a partition that is ours, by whoever wrote it; empty when there is none. */
    Optional<String> note(int partition);

    /** Leaves a note about a partition that is ours, for whoever keeps it next; written down within a moment. */
    void leaveNote(int partition, String note);

    /** A call to somebody who is told, within the time that the shift was made for. */
    interface Work<T> {
        T run() throws InterruptedException;
    }
}
