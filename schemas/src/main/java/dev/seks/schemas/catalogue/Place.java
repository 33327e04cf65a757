// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where in the call a parameter goes. */
public enum Place {
    /** One segment, or part of one, of the path; its value is never empty, {@code .}, {@code ..} nor holds a slash. */
    PATH("an http or file action"),
    /** The query of the URL; a list repeats its name. */
    QUERY("an http action"),
    /** A field of the JSON body. */
    BODY("an http action with a body: POST, PUT or PATCH"),
    /** The content of the file that is written. */
    CONTENT("a file action"),
    /** A value of the SQL statement, wherever it names the parameter. */
    STATEMENT("an sql action"),
    /** Whom a mail is to: one address or a list. */
    TO("an email action"),
    /** Who gets a copy of a mail: one address or a list. */
    CC("an email action"),
    /** The subject of a mail. */
    SUBJECT("an email action"),
    /** The text of a mail. */
    TEXT("an email action");

    private final String where;

    Place(String where) {
        this.where = where;
    }

    /** The word by which a catalogue file names it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of action that has such a place, with its article. */
    String where() {
        return where;
    }

    static Optional<Place> of(String word) {
        return Arrays.stream(values()).filter(p -> p.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Place::word).toList();
    }
}
