// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/** Policy and limits beside other engines and limiters, as one report. */
@NullMarked
package dev.seks.bench.policy;

import org.jspecify.annotations.NullMarked;
