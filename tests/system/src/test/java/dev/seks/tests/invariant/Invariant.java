// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

/** One fact that may never break. */
interface Invariant {
    /** Its number, e.g. I4. */
    String number();

    /** Adds whatever breaks it. */
    void check(Evidence evidence, Findings findings);
}
