// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.forge;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the forge answers: a status and a value to be shown as JSON, or no body at all. */
record Answer(int status, @Nullable Object body) {
    static Answer ok(Object body) {
        return new Answer(200, body);
    }

    static Answer error(int status, String message) {
        return new Answer(status, Map.of("message", message));
    }
}
