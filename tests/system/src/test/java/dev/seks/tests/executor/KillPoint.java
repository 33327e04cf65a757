// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.executor;

/** Where an executor is killed on the way from an approved request to its result. */
enum KillPoint {
    /** The claim is written in a transaction that is not committed. */
    CLAIMING,

    /** The claim is committed; nothing was sent. */
    CLAIMED,

    /** The service has the request and has not answered. */
    SENT,

    /** The executor has the answer; no result is written. */
    ANSWERED
}
