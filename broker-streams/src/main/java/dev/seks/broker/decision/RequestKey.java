// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

/** The identity of a request: an agent's own id, unique per domain and agent. */
public record RequestKey(String domain, String agent, String requestId) {}
