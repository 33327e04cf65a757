// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval.settings;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** A setting of a file, as an enum of them declares it: the reader of the file and its guide both go by that. */
public interface Setting {
    Declaration declared();

    /** As it is written in the file. */
    default String key() {
        return declared().key();
    }

    /** What holds when it is not set. */
    default String fallback() {
        return declared().fallback();
    }

    /** The keys of some settings. */
    static Set<String> keys(Setting... settings) {
        return Arrays.stream(settings).map(Setting::key).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param key as it is written in the file
     * @param type what may be written, in words
     * @param fallback what holds when it is not set
     * @param meaning one sentence for the guide
     */
    record Declaration(String key, String type, String fallback, String meaning) {
        /** Its row in the table of a guide; {@code prefix} goes before the key. */
        public String row(String prefix) {
            return "| `%s%s` | %s | %s | %s |\n".formatted(prefix, key, type, fallback, meaning);
        }
    }
}
