// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

/**
 * One key of a mapping.
 *
 * @param fallback what holds where it is absent, in words; empty if that needs no words
 * @param doc one sentence for whoever writes a policy
 */
record Key(String name, Form form, boolean required, String fallback, String doc) {

    static Key of(String name, Form form, String doc) {
        return new Key(name, form, false, "", doc);
    }

    Key asRequired() {
        return new Key(name, form, true, fallback, doc);
    }

    /** The same key, saying what holds where it is absent. */
    Key otherwise(String words) {
        return new Key(name, form, required, words, doc);
    }
}
