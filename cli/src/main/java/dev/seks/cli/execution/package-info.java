// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/** What executors did, from the topics, and what people found out about calls of unknown outcome. */
@NullMarked
package dev.seks.cli.execution;

import org.jspecify.annotations.NullMarked;
