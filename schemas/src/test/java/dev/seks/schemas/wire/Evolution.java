// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/**
 * What may change between two versions of a schema: each must read the other (Confluent's FULL), and, which no registry
 * looks at, a logical type, its precision and scale never change.
 */
final class Evolution {
    private Evolution() {}

    /** Everything in which the two do not go together; empty when they do. */
    static List<String> faults(Schema older, Schema newer) {
        List<String> faults = new ArrayList<>();
        incompatibilities(newer, older).forEach(fault -> faults.add("new cannot read old: " + fault));
        incompatibilities(older, newer).forEach(fault -> faults.add("old cannot read new: " + fault));
        Map<String, String> before = logicalTypes(older);
        Map<String, String> after = logicalTypes(newer);
        before.forEach((path, type) -> {
            if (after.containsKey(path) && !Objects.equals(type, after.get(path))) {
                faults.add(path + ": " + type + " became " + after.get(path));
            }
        });
        return faults;
    }

    private static List<String> incompatibilities(Schema reader, Schema writer) {
        SchemaPairCompatibility pair = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        return pair.getResult().getIncompatibilities().stream()
                .map(fault -> fault.getLocation() + " " + fault.getMessage())
                .toList();
    }

    /** The logical type at each path, "plain" where there is none. */
    private static Map<String, String> logicalTypes(Schema schema) {
        Map<String, String> types = new TreeMap<>();
        collect(schema, schema.getName(), types);
        return types;
    }

    private static void collect(Schema schema, String path, Map<String, String> types) {
        switch (schema.getType()) {
            case RECORD -> {
                if (types.put(path, "record") == null) {
                    schema.getFields().forEach(field -> collect(field.schema(), path + "." + field.name(), types));
                }
            }
            case ARRAY -> collect(schema.getElementType(), path + "[]", types);
            case MAP -> collect(schema.getValueType(), path + "{}", types);
            case UNION ->
                schema.getTypes()
                        .forEach(branch ->
                                collect(branch, path + "|" + branch.getType().getName(), types));
            case ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL ->
                types.put(path, logicalType(schema));
        }
    }

    /** The property, not the parsed logical type: Avro drops a type whose parameters make no sense. */
    private static String logicalType(Schema schema) {
        String name = schema.getProp("logicalType");
        return name == null
                ? "plain"
                : name + "(" + schema.getObjectProp("precision") + "," + schema.getObjectProp("scale") + ")";
    }
}
