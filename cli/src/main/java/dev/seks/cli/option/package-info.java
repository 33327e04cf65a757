// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What several commands understand and show in the same way: where a cluster or a running {@code seks dev} is found,
 * durations and times, lines of JSON, exit codes.
 */
@NullMarked
package dev.seks.cli.option;

import org.jspecify.annotations.NullMarked;
