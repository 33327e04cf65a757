// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.topic;

/** The kinds of process that write or read topics. */
public enum Process {
    AGENT,
    GATEWAY,
    BROKER,
    APPROVAL_SERVICE,
    EXECUTOR,
    POLICY_PUBLISHER,
    OPERATOR,
    AUDITOR
}
