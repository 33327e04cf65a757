// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.option;

import dev.seks.schemas.record.ExecutionResult;
import dev.seks.schemas.text.Printable;

/** Tells people that they do not see the whole of an answer, and why, if the result says it. */
public final class NotWhole {
    private NotWhole() {}

    public static String of(ExecutionResult result) {
        String because = result.getBodyTruncatedBecause();
        return "the answer was cut or withheld"
                + (because == null ? "" : ": " + Printable.of(because).replace('_', ' '));
    }
}
