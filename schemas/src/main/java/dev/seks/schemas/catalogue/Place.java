// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

/** Where in the call a parameter goes. */
public enum Place {
    /** One segment, or part of one, of the path; its value is never empty, {@code .}, {@code ..} nor holds a slash. */
    PATH,
    /** The query of the URL; a list repeats its name. */
    QUERY,
    /** A field of the JSON body. */
    BODY,
    /** The content of the file that is written. */
    CONTENT
}
