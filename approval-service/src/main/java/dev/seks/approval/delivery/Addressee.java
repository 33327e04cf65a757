// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.delivery;

import dev.seks.approval.inbox.InboxEntry;
import java.util.List;

/** Who or what is told of each request that begins to wait. Asked by one thread. */
public interface Addressee {

    /** Whether it is known by now who is to be told, and in which words; a request waits for that, but not long. */
    default boolean knows(InboxEntry entry) {
        return true;
    }

    /** What is to be delivered about the request; none when nobody is to be told. */
    List<Letter> letters(InboxEntry entry);

    /** What is to be delivered when more people are asked about the request; none when nobody is to be told. */
    default List<Letter> escalated(InboxEntry entry) {
        return List.of();
    }

    /** One delivery about one request. */
    interface Letter {

        /** To whom, among the letters about the same request; the same whenever it is asked for. */
        String to();

        /**
         * Tries once, within the time that the courier was made for.
         *
         * @param refusals how often this letter was refused before
         */
        Receipt deliver(int refusals) throws InterruptedException;
    }
}
