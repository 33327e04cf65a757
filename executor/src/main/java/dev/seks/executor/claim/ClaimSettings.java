// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.claim;

import dev.seks.schemas.topic.Topics;
import dev.seks.schemas.wire.Codecs;
import java.time.Duration;
import java.util.Map;

/**
 * What the loop needs to know.
 *
 * @param client where the cluster is and how to reach it
 * @param authenticity whose word is believed
 * @param instance name of this executor among those of the group; two of the same name fence each other
 * @param actWithin how long after a commit calls may begin
 * @param closeWithin how long calls in flight are waited for when the executor closes
 * @param recoverWithin how long reading a partition's past may take
 */
public record ClaimSettings(
        Map<String, Object> client,
        Topics topics,
        Codecs codecs,
        Authenticity authenticity,
        String group,
        String instance,
        Duration actWithin,
        Duration closeWithin,
        Duration recoverWithin) {

    public ClaimSettings {
        client = Map.copyOf(client);
    }

    /** The same for all executors of an installation, so that a successor fences its predecessor. */
    String transactionalId(int partition) {
        return topics.prefix() + "seks-executor-" + partition;
    }
}
