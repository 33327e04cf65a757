// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

/** What broker and executor write can be read (a condition of all the others, without a number of its own). */
final class ReadableRecords implements Invariant {

    @Override
    public String number() {
        return "I0";
    }

    @Override
    public void check(Evidence evidence, Findings findings) {
        evidence.log()
                .unreadable()
                .forEach(message -> findings.record(message, "unreadable, expected a record of its topic"));
    }
}
