// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.delivery;

import dev.seks.approval.inbox.Inbox;
import dev.seks.approval.inbox.InboxEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The requests that have changed, as they last stood, for one thread to look at; safe for use by many threads. */
public final class Mailbox {
    /** How many are kept apart; beyond that everything is looked at again. */
    static final int MAX = Inbox.MAX_OPEN + Inbox.MAX_DECIDED;

    private final Semaphore bell = new Semaphore(1);
    private final Map<String, InboxEntry> changed = new LinkedHashMap<>();
    private boolean everything = true;

    /** What has come; {@code everything} when no list says it all. */
    public record Post(List<InboxEntry> changed, boolean everything) {}

    public void put(InboxEntry entry) {
        synchronized (changed) {
            if (changed.size() < MAX) {
                changed.put(entry.digest(), entry);
            } else {
                everything = true;
            }
        }
        bell.release();
    }

    public void putEverything() {
        synchronized (changed) {
            everything = true;
        }
        bell.release();
    }

    /** Wakes whoever waits. */
    public void ring() {
        bell.release();
    }

    /** Waits until something comes, or for that long. */
    public void await(long ns) throws InterruptedException {
        if (bell.tryAcquire(ns, TimeUnit.NANOSECONDS)) {
            bell.drainPermits();
        }
    }

    /** Takes what has come. */
    public Post take() {
        synchronized (changed) {
            Post post = new Post(List.copyOf(changed.values()), everything);
            changed.clear();
            everything = false;
            return post;
        }
    }
}
