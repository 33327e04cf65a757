// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record as it stands in a topic; headers as name and value in turn. */
public record RawRecord(
        String topic,
        int partition,
        long offset,
        Instant appendTime,
        byte @Nullable [] key,
        byte @Nullable [] value,
        List<byte[]> headers) {

    Place place() {
        return new Place(topic, partition, offset);
    }
}
