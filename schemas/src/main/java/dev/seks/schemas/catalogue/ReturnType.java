// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a field of an answer must be to be shown; a field of another kind is left out. Null fits every one. */
public enum ReturnType {
    /** Whatever stands there, with everything inside it. */
    ANY,
    STRING,
    /** A number without a fraction or exponent. */
    INTEGER,
    NUMBER,
    BOOLEAN,
    /** A list of texts and nothing else. */
    STRINGS;

    /** The word by which a catalogue file names it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ReturnType> of(String word) {
        return Arrays.stream(values()).filter(t -> t.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(ReturnType::word).toList();
    }
}
