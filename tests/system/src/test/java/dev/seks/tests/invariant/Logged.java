// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.invariant;

import dev.seks.schemas.digest.Digest;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A record of a known topic, with what it says; null where the bytes say nothing. */
public record Logged<T extends SpecificRecord>(
        RawRecord raw, @Nullable T content) {

    Place place() {
        return raw.place();
    }

    Instant appendTime() {
        return raw.appendTime();
    }

    /** Digest of the value bytes. */
    String digest() {
        return Digest.of(raw.value());
    }

    /** What it says, where the caller knows that it is readable. */
    T said() {
        if (content == null) {
            throw new IllegalStateException(place() + " is unreadable, expected a record that was checked before");
        }
        return content;
    }
}
