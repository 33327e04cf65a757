// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.oracle;

import java.time.Instant;
import java.util.Map;

/** A request, asked at a time. */
public record Asked(String agent, String service, String action, Params params, Instant at) {

    /**
     * Parameters as JSON, whether every action of a random catalogue takes them, and their values with defaults filled in.
     */
    public record Params(String json, boolean fit, Map<String, Object> values) {
        long n() {
            return (Long) values.get("n");
        }

        String owner() {
            return (String) values.get("owner");
        }

        /** Empty where it is not given. */
        String label() {
            return (String) values.getOrDefault("label", "");
        }
    }
}
