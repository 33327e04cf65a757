// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

/**
 * One key of a mapping.
 *
 * @param fallback what holds where it is absent; empty if that needs no words
 * @param literal whether the fallback is what one could write there, rather than words about it
 * @param doc one sentence for whoever writes a policy
 */
record Key(String name, Form form, boolean required, String fallback, boolean literal, String doc) {

    static Key of(String name, Form form, String doc) {
        return new Key(name, form, false, "", false, doc);
    }

    Key asRequired() {
        return new Key(name, form, true, fallback, literal, doc);
    }

    /** The same key, saying in words what holds where it is absent. */
    Key otherwise(String words) {
        return new Key(name, form, required, words, false, doc);
    }

    /** The same key with the value that holds where it is absent. */
    Key byDefault(String value) {
        return new Key(name, form, required, value, true, doc);
    }
}
