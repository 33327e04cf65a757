// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.util.Utf8;
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

    @Override
    @SuppressWarnings("rawtypes") // as Avro declares it
    public DatumReader createDatumReader(Schema writer, Schema reader) {
        return new StrictReader(writer, reader, this);
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

    /**
     * Refuses text that is not UTF-8. Java would put other characters in its place, so that one value had two meanings:
     * what is decided and executed must be what stands in the log.
     */
    private static final class StrictReader extends SpecificDatumReader<Object> {
        private static final char REPLACEMENT = '\ufffd';

        StrictReader(Schema writer, Schema reader, SpecificData model) {
            super(writer, reader, model);
        }

        @Override
        protected Object readString(@Nullable Object old, Schema expected, Decoder in) throws IOException {
            Utf8 bytes = in.readString((Utf8) null);
            String text = bytes.toString();
            if (text.indexOf(REPLACEMENT) >= 0 && !new Utf8(text).equals(bytes)) {
                throw new IOException("text that is not UTF-8");
            }
            return text;
        }
    }
}
