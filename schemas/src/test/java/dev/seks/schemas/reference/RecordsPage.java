// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.reference;

import dev.seks.schemas.wire.RecordType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;

/** The reference page of the records, from their schemas. */
final class RecordsPage {
    private static final String HEAD = """
            # Records

            Generated from the schemas in `schemas/src/main/avro`; `mvn -pl schemas -am test -Dregenerate` writes it anew.

            A value is byte 0, a 4-byte big-endian schema id and the record in Avro binary (Confluent wire format).
            Times are milliseconds since 1970 in UTC. A field with a default may be absent in values of older releases.

            """;

    private final StringBuilder page = new StringBuilder(HEAD);
    private final Map<String, Schema> parts = new LinkedHashMap<>();

    private RecordsPage() {}

    static String text() {
        RecordsPage records = new RecordsPage();
        for (RecordType type : RecordType.values()) {
            records.section("##", type.schema());
        }
        records.page.append("## Parts of records\n\n");
        records.parts.values().forEach(part -> records.section("###", part));
        return records.page.toString();
    }

    private void section(String level, Schema schema) {
        page.append("%s %s\n\n%s\n\n".formatted(level, schema.getName(), schema.getDoc()));
        if (schema.getType() == Schema.Type.RECORD) {
            fields(schema);
        } else {
            page.append(schema.getEnumSymbols().stream()
                            .map(symbol -> "`" + symbol + "`")
                            .collect(Collectors.joining(" · ")))
                    .append("\n\n");
        }
    }

    private void fields(Schema schema) {
        page.append("| field | type | default | what it is |\n|---|---|---|---|\n");
        for (Schema.Field field : schema.getFields()) {
            collect(field.schema());
            page.append("| `%s` | %s | %s | %s |\n"
                    .formatted(field.name(), type(field.schema()), byDefault(field), field.doc()));
        }
        page.append("\n");
    }

    private static String byDefault(Schema.Field field) {
        if (!field.hasDefaultValue()) {
            return "";
        }
        Object value = field.defaultVal();
        if (value == JsonProperties.NULL_VALUE) {
            return "null";
        }
        return value instanceof String ? "`\"" + value + "\"`" : "`" + value + "`";
    }

    private static String type(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED ->
                "[%s](#%s)".formatted(schema.getName(), schema.getName().toLowerCase(Locale.ROOT));
            case ARRAY -> "list of " + type(schema.getElementType());
            case MAP -> "map of " + type(schema.getValueType());
            case UNION -> schema.getTypes().stream().map(RecordsPage::type).collect(Collectors.joining(" or "));
            case LONG ->
                schema.getLogicalType() == null
                        ? "long"
                        : schema.getLogicalType().getName();
            case STRING, BYTES, INT, FLOAT, DOUBLE, BOOLEAN, NULL ->
                schema.getType().getName();
        };
    }

    private void collect(Schema schema) {
        switch (schema.getType()) {
            case RECORD -> {
                if (parts.putIfAbsent(schema.getFullName(), schema) == null) {
                    schema.getFields().forEach(field -> collect(field.schema()));
                }
            }
            case ENUM, FIXED -> parts.putIfAbsent(schema.getFullName(), schema);
            case ARRAY -> collect(schema.getElementType());
            case MAP -> collect(schema.getValueType());
            case UNION -> schema.getTypes().forEach(this::collect);
            case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
        }
    }
}
