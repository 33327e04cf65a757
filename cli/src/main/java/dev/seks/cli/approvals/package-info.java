// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/**
 * {@code seks approvals}: what waits for people, and what a person says about it, through the approval service.
 */
@NullMarked
package dev.seks.cli.approvals;

import org.jspecify.annotations.NullMarked;
