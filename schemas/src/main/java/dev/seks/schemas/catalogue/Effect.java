// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an action does to the world, as its catalogue entry declares it. */
public enum Effect {
    /** Reads and changes nothing. */
    READ,
    /** Creates or changes something. */
    WRITE,
    /** Sends something to somebody. */
    SEND,
    /** Removes something. */
    DELETE,
    /** Moves money. */
    MONEY,
    /** Changes who may do what. */
    ADMIN,
    /** Mints or reveals a credential; no wildcard ever allows it. */
    CREDENTIAL;

    /** The word by which a catalogue file names the effect. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Effect> of(String word) {
        return Arrays.stream(values()).filter(e -> e.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Effect::word).toList();
    }
}
