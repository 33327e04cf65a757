// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One service: where it is, which credential it takes and what its actions are, in the order of the file.
 *
 * @param baseUrl absolute, {@code https} unless {@code allowPrivate}, without a slash at the end; null if no action is
 *     a call over HTTP
 * @param allowPrivate whether loopback and private addresses, and connections without TLS, are accepted
 * @param root the folder below which file actions work; null if there is none
 * @param database null if no action is a statement
 * @param mail null if no action sends mail
 */
public record ServiceDefinition(
        String service,
        @Nullable URI baseUrl,
        boolean allowPrivate,
        @Nullable Credential credential,
        @Nullable String root,
        @Nullable Database database,
        @Nullable MailServer mail,
        Limits limits,
        Map<String, ActionDefinition> actions) {

    public ServiceDefinition {
        actions = Collections.unmodifiableMap(new LinkedHashMap<>(actions));
    }

    public Optional<ActionDefinition> action(String name) {
        return Optional.ofNullable(actions.get(name));
    }

    /** Whether an action says the same in both: what is called, where, with which credential, and what comes back. */
    boolean saysTheSame(ServiceDefinition other, String action) {
        return action(action).equals(other.action(action)) && place().equals(other.place());
    }

    /** Where its actions work, and as whom; how long that may take is no part of it. */
    private List<Object> place() {
        return List.of(
                allowPrivate,
                Optional.ofNullable(baseUrl),
                Optional.ofNullable(credential),
                Optional.ofNullable(root),
                Optional.ofNullable(database),
                Optional.ofNullable(mail));
    }
}
