// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

/** What a limit counts. */
public enum Unit {
    /** Requests, one each. */
    REQUESTS,
    /** What requests cost, in millionths of a US dollar. */
    MICRO_USD
}
