// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.forge;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Takes mail that is to be sent and keeps the latest of it. Safe for use by many threads. */
final class MailDesk {
    static final int MAX_MESSAGES = 1_000;

    private final Deque<Message> messages = new ArrayDeque<>();
    private long taken;

    /** A message that was taken. */
    record Message(long id, String to, String subject) {}

    synchronized Message take(String to, String subject) {
        if (messages.size() == MAX_MESSAGES) {
            messages.removeFirst();
        }
        taken++;
        Message message = new Message(taken, to, subject);
        messages.addLast(message);
        return message;
    }

    synchronized List<Message> all() {
        return List.copyOf(messages);
    }
}
