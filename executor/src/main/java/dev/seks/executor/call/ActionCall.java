// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import dev.seks.schemas.catalogue.ActionDefinition;
import dev.seks.schemas.catalogue.ServiceDefinition;
import java.util.Map;

/** One action to be done: of whose request, what the catalogue says about it, and its checked parameters. */
public record ActionCall(CallId id, ServiceDefinition service, ActionDefinition action, Map<String, Object> params) {

    public String domain() {
        return id.domain();
    }
}
