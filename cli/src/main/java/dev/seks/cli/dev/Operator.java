// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.dev;

import java.util.Locale;

/** The person at the keyboard: their account on this machine, as a name that policies can use. */
public final class Operator {
    private static final int MAX_LENGTH = 64;
    private static final String NOBODY = "operator";

    private Operator() {}

    /** The account's name made to fit: lower case, other characters as hyphens, starting with a letter. */
    public static String name(String account) {
        String fitted =
                account.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-").replaceAll("^[^a-z]+", "");
        if (fitted.isEmpty()) {
            return NOBODY;
        }
        return fitted.substring(0, Math.min(fitted.length(), MAX_LENGTH));
    }
}
