// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/** How long it takes from what a person says to the approval, beside requests that ask nobody. */
@NullMarked
package dev.seks.bench.approval;

import org.jspecify.annotations.NullMarked;
