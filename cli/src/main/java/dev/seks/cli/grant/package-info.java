// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/** The command that shows what agents are granted, and ends it. */
@NullMarked
package dev.seks.cli.grant;

import org.jspecify.annotations.NullMarked;
