// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.cases;

import java.time.Instant;
import java.util.Map;

/**
 * A request, with what an application around an engine would know of it.
 *
 * @param json the parameters as they were sent
 * @param params the parameters with the defaults and in the types of the catalogue
 * @param effect what the catalogue says that the action does; empty where it does not have the action
 */
record Question(
        String agent,
        String service,
        String action,
        String json,
        Map<String, Object> params,
        boolean reasonGiven,
        Instant at,
        String effect) {}
