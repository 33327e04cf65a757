// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.credential;

import java.util.List;

/**
 * A credential as a store holds it, together with what it is bound to.
 *
 * @param hosts to which it may be sent, at least one
 */
public record StoredCredential(CredentialId id, List<BoundHost> hosts, CredentialKind kind, Secret value) {
    /** How many hosts one credential may be bound to. */
    public static final int MAX_HOSTS = 16;

    public StoredCredential {
        hosts = List.copyOf(hosts);
        if (hosts.isEmpty() || hosts.size() > MAX_HOSTS) {
            throw new IllegalArgumentException(
                    "bound to " + hosts.size() + " hosts, expected 1 to " + MAX_HOSTS + " of them");
        }
    }

    /** Whether it may be sent there. */
    boolean mayGoTo(Destination destination) {
        return hosts.stream().anyMatch(host -> host.covers(destination));
    }
}
