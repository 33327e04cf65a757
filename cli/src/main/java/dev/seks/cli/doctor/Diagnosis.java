// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.doctor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What one look has shown.
 *
 * @param check what was looked at, e.g. {@code broker.auto.create.topics.enable}
 * @param found what is there
 * @param expected what should be there
 * @param cure what to do about it; null when all is well
 */
record Diagnosis(
        String check,
        String found,
        String expected,
        @Nullable String cure) {

    static Diagnosis fine(String check, String found, String expected) {
        return new Diagnosis(check, found, expected, null);
    }

    static Diagnosis of(boolean ok, String check, String found, String expected, String cure) {
        return new Diagnosis(check, found, expected, ok ? null : cure);
    }

    boolean ok() {
        return cure == null;
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("check", check)
                .put("ok", ok())
                .put("found", found)
                .put("expected", expected)
                .put("cure", cure);
    }
}
