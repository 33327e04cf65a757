// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.option;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.text.Printable;

/** The short name of a request for people: the beginning of its digest. */
public final class Handle {
    private static final int SHOWN = 8;
    private static final int SHORTEST = 6;

    private Handle() {}

    public static String of(String requestDigest) {
        return requestDigest.substring(0, SHOWN);
    }

    /**
     * What a person typed, if it can be the beginning of a digest.
     *
     * @throws EnvironmentFault when it cannot
     */
    public static String parse(String typed) {
        if (!typed.matches("[0-9a-f]{" + SHORTEST + "," + Digest.HEX_LENGTH + "}")) {
            throw EnvironmentFault.of("'" + Printable.of(typed) + "', expected a request's digest or its first "
                    + SHORTEST + " or more characters, 0-9 a-f");
        }
        return typed;
    }
}
