// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.crash;

/** When a process is killed. */
enum Moment {
    /** A request was handed to Kafka; nobody knows whether it arrived. */
    PUBLISHED,

    /** A decision is committed; its claim hardly is. */
    DECIDED,

    /** A claim is committed and the service has been called; it has not answered. */
    CALLED,

    /** The service has answered; the result is hardly written. */
    ANSWERED,

    /** The approval service has accepted a verdict. */
    JUDGED,

    /** The process is still starting, and recovers what the last kill left. */
    STARTING
}
