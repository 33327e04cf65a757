// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.topology;

import dev.seks.broker.decision.Trust;
import dev.seks.schemas.signature.AgentKeys;
import dev.seks.schemas.signature.HmacKey;
import dev.seks.schemas.trust.TrustRoots;
import org.jspecify.annotations.Nullable;

/**
 * Whom one broker process believes, and the key by which executors believe it.
 *
 * @param roots the pinned public keys
 * @param agents HMAC keys of agents; null when none is in use
 * @param decisions signs decisions; only this process and the executors hold it
 * @param requests whether a request must prove who asks; anything else is for a machine of one's own
 */
public record BrokerKeys(TrustRoots roots, @Nullable AgentKeys agents, HmacKey decisions, Trust.RequestProof requests) {

    /** The same, but believing whatever a request says about who asks. */
    public BrokerKeys insecure() {
        return new BrokerKeys(roots, agents, decisions, Trust.RequestProof.NONE);
    }

    Trust trust(String clusterId) {
        return new Trust(clusterId, roots, agents, requests);
    }
}
