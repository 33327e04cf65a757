// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Facts that may never break, checked from the topics alone. Nothing here knows how a policy, a limit or a decision is
 * made: what the broker says is held against what it wrote down.
 */
package dev.seks.tests.invariant;
