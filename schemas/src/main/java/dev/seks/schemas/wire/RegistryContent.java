// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaParseException;
import org.jspecify.annotations.Nullable;

/**
 * What a registry knows of our records: the id under which each is written, and the schema behind every id, older ones
 * included.
 *
 * <p>INVARIANT: the id of each record stands for exactly this build's schema, and every schema of ours can be read.
 */
record RegistryContent(Map<RecordType, Integer> written, Map<Integer, String> texts) {

    RegistryContent {
        written = Map.copyOf(written);
        texts = Map.copyOf(texts);
    }

    /** Asks a registry, and registers what it lacks where that is wanted. */
    static RegistryContent resolve(RegistryConfig config) throws RegistryException {
        RegistryApi api = new RegistryApi(new RegistryHttp(config));
        Map<RecordType, Integer> written = new EnumMap<>(RecordType.class);
        Map<Integer, String> texts = new HashMap<>();
        for (Map.Entry<String, RecordType> entry : new TreeMap<>(config.subjects()).entrySet()) {
            String subject = entry.getKey();
            String text = entry.getValue().avsc();
            int id = config.register() ? api.register(subject, text) : api.lookUp(subject, text);
            // a record of several topics has one id in every registry known; any of them would be right
            written.putIfAbsent(entry.getValue(), id);
            api.versions(subject).forEach(version -> texts.put(version.id(), version.text()));
        }
        return new RegistryContent(written, texts);
    }

    /** The schemas behind the ids, as far as they are of our records. */
    Map<Integer, Schema> schemas() throws RegistryException {
        Map<Integer, Schema> schemas = new HashMap<>();
        for (Map.Entry<Integer, String> entry : texts.entrySet()) {
            Schema schema = parse(entry.getValue());
            RecordType type = schema == null ? null : typeOf(schema);
            if (schema != null && type != null) {
                requireReadable(entry.getKey(), schema, type);
                schemas.put(entry.getKey(), schema);
            }
        }
        requireOurs(schemas);
        return schemas;
    }

    /** A schema that is none, or of a name not ours, stays unknown: values under its id are refused. */
    private static @Nullable Schema parse(String text) {
        try {
            return new Schema.Parser().parse(text);
        } catch (SchemaParseException e) {
            return null;
        }
    }

    private static @Nullable RecordType typeOf(Schema schema) {
        for (RecordType type : RecordType.values()) {
            if (type.schema().getFullName().equals(schema.getFullName())) {
                return type;
            }
        }
        return null;
    }

    private static void requireReadable(int id, Schema schema, RecordType type) throws RegistryException {
        SchemaCompatibilityType found = SchemaCompatibility.checkReaderWriterCompatibility(type.schema(), schema)
                .getType();
        if (found != SchemaCompatibilityType.COMPATIBLE) {
            throw new RegistryException(
                    "schema " + id + " of the registry is a " + schema.getName()
                            + " that this build cannot read, expected only compatible versions",
                    null);
        }
    }

    private void requireOurs(Map<Integer, Schema> schemas) throws RegistryException {
        List<String> wrong = new ArrayList<>();
        written.forEach((type, id) -> {
            if (!new Schema.Parser().parse(type.avsc()).equals(schemas.get(id))) {
                wrong.add(type.schema().getName() + " with " + id);
            }
        });
        if (!wrong.isEmpty()) {
            throw new RegistryException(
                    "the registry names " + String.join(", ", wrong) + " but keeps another schema there", null);
        }
    }
}
