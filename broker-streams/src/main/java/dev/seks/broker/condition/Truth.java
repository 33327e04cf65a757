// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.condition;

/** What became of a condition. */
public enum Truth {
    HOLDS,
    DOES_NOT_HOLD,
    /** It could not be evaluated, as when it divides by zero; what that means depends on the rule. */
    FAILED
}
