// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
/**
 * What an executor adds to a call: from an approved decision to the call on the wire and to its result, beside a plain loop
 * that reads decisions and calls, on the same broker and against the same service in the same run.
 */
@NullMarked
package dev.seks.bench.executor;

import org.jspecify.annotations.NullMarked;
