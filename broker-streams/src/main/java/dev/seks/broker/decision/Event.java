// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import dev.seks.schemas.digest.Digest;
import dev.seks.schemas.record.Coordinates;
import dev.seks.schemas.record.EventKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record of the log, raw, as the state machine meets it.
 *
 * @param kind which topic it came from
 * @param cause where it stands; its append time is the only clock there is
 * @param partitions how many partitions the topics have
 * @param key as logged; the producer chooses it, so it proves nothing
 * @param value as logged
 * @param headers in order; a name may repeat
 */
public record Event(
        EventKind kind,
        Coordinates cause,
        int partitions,
        byte @Nullable [] key,
        byte @Nullable [] value,
        List<HeaderField> headers) {

    /** A record header. */
    public record HeaderField(String name, byte @Nullable [] value) {}

    public Event {
        headers = List.copyOf(headers);
    }

    /** SHA-256 over everything that the outcome may depend on: key, headers, value and append time. */
    String inputHash() {
        Digest digest = Digest.ofParts().part(key).part(headers.size());
        for (HeaderField header : headers) {
            digest.part(header.name().getBytes(StandardCharsets.UTF_8)).part(header.value());
        }
        return digest.part(value).part(cause.getAppendTime().toEpochMilli()).hex();
    }
}
