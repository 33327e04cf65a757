// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.specific.SpecificData;
import org.jspecify.annotations.Nullable;

/**
 * Avro's view of our generated classes: a closed map from schema name to class.
 *
 * <p>A name in a foreign schema never loads a class; Avro's own trust list, which refuses generated classes, is not
 * needed.
 */
final class RecordModel extends SpecificData {
    private final Map<String, Class<?>> classes = new HashMap<>();

    RecordModel() {
        addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
        for (RecordType type : RecordType.values()) {
            collect(
                    type.schema(),
                    type.recordClass().getPackageName(),
                    type.recordClass().getClassLoader());
        }
    }

    @Override
    public @Nullable Class<?> getClass(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> classes.get(schema.getFullName());
            default -> super.getClass(schema);
        };
    }

    private void collect(Schema schema, String packageName, ClassLoader loader) {
        switch (schema.getType()) {
            case RECORD -> {
                if (classes.put(schema.getFullName(), load(schema, packageName, loader)) == null) {
                    schema.getFields().forEach(field -> collect(field.schema(), packageName, loader));
                }
            }
            case ENUM -> classes.put(schema.getFullName(), load(schema, packageName, loader));
            case ARRAY -> collect(schema.getElementType(), packageName, loader);
            case UNION -> schema.getTypes().forEach(branch -> collect(branch, packageName, loader));
            default -> {}
        }
    }

    private static Class<?> load(Schema schema, String packageName, ClassLoader loader) {
        try {
            return Class.forName(packageName + "." + schema.getName(), true, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("the build lacks a class for " + schema.getFullName(), e);
        }
    }
}
