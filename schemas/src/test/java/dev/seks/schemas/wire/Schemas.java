// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.Schema;

/** A walk through everything that a schema names. */
final class Schemas {
    private Schemas() {}

    /** Hands over every record, enum and fixed within {@code root}, each once. */
    static void visit(Schema root, Consumer<Schema> sink) {
        visit(root, new HashSet<>(), sink);
    }

    private static void visit(Schema schema, Set<String> seen, Consumer<Schema> sink) {
        switch (schema.getType()) {
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    sink.accept(schema);
                    schema.getFields().forEach(field -> visit(field.schema(), seen, sink));
                }
            }
            case ENUM, FIXED -> {
                if (seen.add(schema.getFullName())) {
                    sink.accept(schema);
                }
            }
            case ARRAY -> visit(schema.getElementType(), seen, sink);
            case MAP -> visit(schema.getValueType(), seen, sink);
            case UNION -> schema.getTypes().forEach(branch -> visit(branch, seen, sink));
            case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
        }
    }
}
