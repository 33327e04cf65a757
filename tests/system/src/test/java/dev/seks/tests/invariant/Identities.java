// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import java.util.Map;

/**
 * By what it can be judged who has asked, beside the policies in the log.
 *
 * @param clusterId of the Kafka cluster
 * @param master of agents' HMAC keys
 * @param gateways public keys of gateways, by their key ids
 */
public record Identities(String clusterId, byte[] master, Map<String, byte[]> gateways) {
    public Identities {
        master = master.clone();
        gateways = Map.copyOf(gateways);
    }
}
