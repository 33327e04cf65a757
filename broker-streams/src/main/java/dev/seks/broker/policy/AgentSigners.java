// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.signature.AgentKeys;
import dev.seks.schemas.signature.Ed25519PublicKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may sign as which agent, by key id: found in one look-up, however many agents there are. */
public final class AgentSigners {
    /** The version of the HMAC key of an agent of which the policy does not say who may sign. */
    public static final int DEFAULT_VERSION = 1;

    private static final List<SigningKey> DEFAULT = List.of(new SigningKey.Hmac(DEFAULT_VERSION));

    private final Map<String, Owned> publicKeys = new HashMap<>();
    private final Set<AgentKeys.Name> shared = new HashSet<>();
    private final Set<String> agents = new HashSet<>();

    /** A public key and whose it is. */
    public record Owned(String agent, Ed25519PublicKey key) {}

    private AgentSigners() {}

    static AgentSigners of(Map<String, AgentPolicy> agents) {
        AgentSigners signers = new AgentSigners();
        signers.agents.addAll(agents.keySet());
        agents.forEach((agent, policy) -> policy.keys().orElse(DEFAULT).forEach(key -> signers.add(agent, key)));
        return signers;
    }

    private void add(String agent, SigningKey key) {
        if (key instanceof SigningKey.Ed25519 publicKey) {
            publicKeys.put(publicKey.key().keyId(), new Owned(agent, publicKey.key()));
        } else if (key instanceof SigningKey.Hmac hmac) {
            shared.add(new AgentKeys.Name(agent, hmac.version()));
        }
    }

    /** The public key with this id, if it is an agent's. */
    public Optional<Owned> publicKey(String keyId) {
        return Optional.ofNullable(publicKeys.get(keyId));
    }

    /**
     * Whether this HMAC key shows that it is the agent's. An agent that the policy does not name is known by the first
     * version of its key, so that it is told that nobody knows it.
     */
    public boolean holds(AgentKeys.Name name) {
        return agents.contains(name.agent()) ? shared.contains(name) : name.version() == DEFAULT_VERSION;
    }
}
