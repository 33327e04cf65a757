// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import dev.seks.schemas.catalogue.ActionDefinition;
import dev.seks.schemas.catalogue.ServiceDefinition;
import java.util.Map;

/** One action to be done: in which domain, what the catalogue says about it, and its checked parameters. */
public record ActionCall(
        String domain, ServiceDefinition service, ActionDefinition action, Map<String, Object> params) {}
