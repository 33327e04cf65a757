// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import org.jspecify.annotations.Nullable;

/**
 * One way in which a log breaks an invariant.
 *
 * @param invariant its number, e.g. I4
 * @param domain null where no domain is known
 * @param seq of the journal entry or decision concerned, null where there is none
 * @param place coordinates of the record concerned
 * @param sentence what is wrong
 */
public record Finding(
        String invariant, @Nullable String domain, @Nullable Long seq, String place, String sentence) {

    @Override
    public String toString() {
        return invariant
                + (domain == null ? "" : " domain " + domain)
                + (seq == null ? "" : " seq " + seq)
                + " (" + place + "): " + sentence;
    }
}
