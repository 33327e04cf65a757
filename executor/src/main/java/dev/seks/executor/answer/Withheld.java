// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.answer;

import java.util.Locale;

/** Why an answer is not shown, or not all of it. What was asked for is done all the same. */
public enum Withheld {
    /** More bytes than may be, as the service sent it or of what would be shown. */
    TOO_LARGE,

    /** A database has more rows than may be; the first ones are shown. */
    TOO_MANY_ROWS,

    /** It ended too early, or not in time. */
    BROKE_OFF,

    /** Its compression is unknown or broken, or hides more than may be. */
    UNDECODABLE,

    /** It is not one text of JSON, or one nested deeper than is read. */
    NO_JSON,

    /** The credential could not be removed from it. */
    HOLDS_SECRET;

    /** As results write it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
