// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/**
 * {@code seks audit}: what happened, from the topics alone. The log is read merged by append time, and joined to one
 * line per request; nothing here asks a service, and nothing writes.
 */
@NullMarked
package dev.seks.cli.audit;

import org.jspecify.annotations.NullMarked;
