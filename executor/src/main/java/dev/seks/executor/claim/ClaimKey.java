// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

/** Names one claim: a decision's number within its domain. */
record ClaimKey(String domain, long seq) {}
