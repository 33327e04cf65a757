// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/** {@code seks slack}: what it takes to have approvals in Slack. */
@NullMarked
package dev.seks.cli.slack;

import org.jspecify.annotations.NullMarked;
