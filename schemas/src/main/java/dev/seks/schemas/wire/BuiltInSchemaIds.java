// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import dev.seks.schemas.digest.Digest;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Ids that follow from the schema's text alone: 1,000,000,000 + (SHA-256(text) mod 100,000,000).
 *
 * <p>Texts of earlier releases keep their ids, for reading. A registry counts up from 1, so the two kinds of id do not meet in practice.
 */
final class BuiltInSchemaIds implements SchemaIds {
    private static final int FIRST = 1_000_000_000;
    private static final BigInteger SPAN = BigInteger.valueOf(100_000_000);

    /** Stands after the constants that its making needs. */
    static final BuiltInSchemaIds INSTANCE = new BuiltInSchemaIds();

    private final Map<RecordType, Integer> ids = new EnumMap<>(RecordType.class);
    private final Map<Integer, Schema> schemas = new HashMap<>();

    private BuiltInSchemaIds() {
        for (RecordType type : RecordType.values()) {
            ids.put(type, add(type, type.avsc(), type.schema()));
        }
        for (ReleasedSchema released : ReleasedSchema.all()) {
            if (!released.text().equals(released.type().avsc())) {
                add(released.type(), released.text(), released.schema());
            }
        }
    }

    private int add(RecordType type, String text, Schema schema) {
        int id = idOf(text);
        Schema present = schemas.putIfAbsent(id, schema);
        if (present != null && !present.equals(schema)) {
            throw new IllegalStateException(type + " has the schema id " + id + " of another schema");
        }
        return id;
    }

    static int idOf(String avsc) {
        return FIRST + new BigInteger(Digest.of(avsc), 16).mod(SPAN).intValueExact();
    }

    @Override
    public int idOf(RecordType type) {
        return ids.get(type);
    }

    @Override
    public @Nullable Schema writerSchema(int id) {
        return schemas.get(id);
    }
}
