// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How sure it must be who approves, from the weakest. */
public enum Assurance {
    /** A button pressed in a chat counts. */
    CHAT,
    /** Only a person who signed on at the inbox counts. */
    SSO;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Assurance::word).toList();
    }

    static Optional<Assurance> of(String word) {
        return Arrays.stream(values()).filter(a -> a.word().equals(word)).findFirst();
    }

    Assurance orHigher(Assurance other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
