// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.catalogue.Names;
import dev.seks.schemas.topic.Partitioning;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Which domain an event belongs to.
 *
 * <p>INVARIANT: only the task of a partition writes the state and the journal of the domains in it. What names no known
 * domain of its own partition belongs to the partition's pseudo-domain.
 */
final class Home {

    private Home() {}

    /** The pseudo-domain of a partition; no domain's name can begin with an underscore. */
    static String pseudoDomain(Event event) {
        return "_p" + event.cause().getPartition();
    }

    /** Whether the record stands where its key belongs. */
    static boolean isInPlace(Event event) {
        byte[] key = event.key();
        return key != null
                && Partitioning.partition(key, event.partitions())
                        == event.cause().getPartition();
    }

    /** The domain that the key names, or null when it is no domain's name. */
    static @Nullable String named(Event event) {
        byte[] key = event.key();
        if (key == null || key.length > Names.MAX_NAME_LENGTH) {
            return null;
        }
        try {
            String name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
            return Names.isDomain(name) ? name : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The domain of the key where it is in place and known, else the pseudo-domain. */
    static String of(State state, Event event) {
        String named = named(event);
        return named != null && isInPlace(event) && isKnown(state, named) ? named : pseudoDomain(event);
    }

    /** Whether the domain ever had a policy: an invented name has none and gets no state. */
    static boolean isKnown(State state, String domain) {
        return state.domain(domain).policyVersion() > 0;
    }
}
