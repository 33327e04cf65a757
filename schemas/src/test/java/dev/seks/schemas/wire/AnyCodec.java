// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Codecs for tests that go through all types of record alike. */
final class AnyCodec {
    private AnyCodec() {}

    static byte[] encode(SpecificRecord message, SchemaIds ids) {
        return encodeAs(message.getClass(), message, ids);
    }

    static SpecificRecord decode(RecordType type, byte @Nullable [] value, SchemaIds ids) throws WireException {
        return RecordCodec.of(type.recordClass(), ids).decode(value);
    }

    private static <T extends SpecificRecord> byte[] encodeAs(
            Class<T> recordClass, SpecificRecord message, SchemaIds ids) {
        return RecordCodec.of(recordClass, ids).encode(recordClass.cast(message));
    }
}
