// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

/** A limit as written: at most {@code max} in any window of its period. */
record Limit(String path, Unit unit, Period period, long max, String file, int line, int column) {}
