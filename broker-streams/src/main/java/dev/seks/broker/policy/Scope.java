// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

/** What a limit counts together. */
public enum Scope {
    /** All requests of the domain. */
    GLOBAL,
    /** The requests of one agent. */
    AGENT,
    /** The requests to one service, over all agents. */
    SERVICE,
    /** The requests for one action of one service, over all agents. */
    ACTION
}
