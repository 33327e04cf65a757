// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.signature.AgentKeys;
import dev.seks.schemas.trust.TrustRoots;
import org.jspecify.annotations.Nullable;

/**
 * Whom the state machine believes. Part of what a decision follows from: whoever replays a log needs the same.
 *
 * @param clusterId of the Kafka cluster that the log belongs to
 * @param agents the HMAC keys of agents; null when no agent has one
 * @param requests whether a request must prove who asks; bundles, verdicts and orders always must
 */
public record Trust(
        String clusterId, TrustRoots roots, @Nullable AgentKeys agents, RequestProof requests) {

    /** What is asked of a request. */
    public enum RequestProof {
        /** A signature of the agent it names, or of a gateway. */
        REQUIRED,
        /** Nothing: whoever can write to the topic can ask as any agent. */
        NONE
    }
}
