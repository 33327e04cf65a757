// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The attempts to decide, or to sign in for that, which were refused: what is told of each, and that they come into their
 * topic without ever holding anything up, however many there are.
 */
@NullMarked
package dev.seks.approval.attempt;

import org.jspecify.annotations.NullMarked;
