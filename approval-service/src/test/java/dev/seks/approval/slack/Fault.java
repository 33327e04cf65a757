// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.slack;

import java.util.concurrent.CountDownLatch;

/** What goes wrong with one call to the fake Slack. */
public sealed interface Fault {

    /** Slack does nothing and answers with an HTTP status. */
    record Status(int code, int retryAfterSeconds) implements Fault {}

    /** Slack does nothing and answers with an error of its own. */
    record Error(String name) implements Fault {}

    /** The connection breaks before Slack has done anything. */
    record Lost() implements Fault {}

    /** Slack does it, and the connection breaks before the answer. */
    record AnswerLost() implements Fault {}

    /** Slack does it, and answers nothing until the latch is open. */
    record Held(CountDownLatch until) implements Fault {}

    /** Slack does nothing until the latch is open, though nobody waits any more by then. */
    record Late(CountDownLatch until) implements Fault {}
}
