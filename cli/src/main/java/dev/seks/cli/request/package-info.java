// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/**
 * {@code seks request}: an agent's request from the command line, followed to its end.
 */
@NullMarked
package dev.seks.cli.request;

import org.jspecify.annotations.NullMarked;
