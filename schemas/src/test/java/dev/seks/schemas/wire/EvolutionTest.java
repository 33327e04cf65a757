// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EvolutionTest {
    private static final String ORIGINAL = """
            {"type":"record","name":"R","fields":[
              {"name":"id","type":"string"},
              {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},
              {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}},
              {"name":"note","type":["null","string"],"default":null},
              {"name":"colour","type":{"type":"enum","name":"C","symbols":["RED","NONE"],"default":"NONE"}},
              {"name":"tags","type":{"type":"array","items":{"type":"record","name":"T","fields":[
                {"name":"when","type":{"type":"long","logicalType":"timestamp-millis"}}]}}}]}
            """;

    @Test
    void everyReleasedSchemaAndTheCurrentOneReadEachOther() {
        List<String> faults = new ArrayList<>();

        for (ReleasedSchema released : ReleasedSchema.all()) {
            Schema current = new Schema.Parser().parse(released.type().avsc());
            Evolution.faults(released.schema(), current)
                    .forEach(fault -> faults.add("generation " + released.generation() + ": " + fault));
        }

        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void currentTextIsKeptAsTheNewestGeneration(RecordType type) {
        List<String> newest = ReleasedSchema.all().stream()
                .filter(released -> released.type() == type)
                .filter(released -> released.generation() == ReleasedSchema.GENERATIONS)
                .map(ReleasedSchema::text)
                .toList();

        assertThat(newest)
                .as(
                        "values written with a text must stay readable. While generation %d is not released yet, run in"
                                + " schemas/: cp src/main/avro/*.avsc src/main/resources/dev/seks/schemas/released/%<d/ &&"
                                + " mvn -pl schemas -am test -Dregenerate; once it is released, add a folder and raise"
                                + " ReleasedSchema.GENERATIONS",
                        ReleasedSchema.GENERATIONS)
                .containsExactly(type.avsc());
    }

    @Test
    void releasedTextsAreFoundUnderTheirBuiltInIds() {
        for (ReleasedSchema released : ReleasedSchema.all()) {
            Schema found = SchemaIds.builtIn().writerSchema(BuiltInSchemaIds.idOf(released.text()));

            assertThat(found).isNotNull();
            assertThat(found.getFullName()).isEqualTo(released.type().schema().getFullName());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a field without default is added    | {"name":"id","type":"string"},      | {"name":"id","type":"string"},{"name":"x","type":"int"},
            a field without default is removed  | {"name":"id","type":"string"},      |
            a field's type changes              | "name":"id","type":"string"         | "name":"id","type":"int"
            a timestamp becomes a plain number  | {"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}} | {"name":"at","type":"long"}
            milliseconds become microseconds    | "name":"at","type":{"type":"long","logicalType":"timestamp-millis"}   | "name":"at","type":{"type":"long","logicalType":"timestamp-micros"}
            a nested logical type changes       | "name":"when","type":{"type":"long","logicalType":"timestamp-millis"} | "name":"when","type":"long"
            a precision changes                 | "precision":9                       | "precision":10
            a scale changes                     | "scale":2                           | "scale":3
            a symbol goes where none is default | "symbols":["RED","NONE"],"default":"NONE" | "symbols":["RED"]
            """)
    void catches(String change, String from, String to) {
        String changed = ORIGINAL.replace(from, to == null ? "" : to);
        assertThat(changed).isNotEqualTo(ORIGINAL);

        List<String> faults = Evolution.faults(new Schema.Parser().parse(ORIGINAL), new Schema.Parser().parse(changed));

        assertThat(faults).as(change).isNotEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a field with a default is added   | {"name":"id","type":"string"}, | {"name":"id","type":"string"},{"name":"x","type":"int","default":0},
            a field with a default is removed | {"name":"note","type":["null","string"],"default":null}, |
            a symbol is added                 | ["RED","NONE"]                 | ["RED","BLUE","NONE"]
            """)
    void accepts(String change, String from, String to) {
        String changed = ORIGINAL.replace(from, to == null ? "" : to);
        assertThat(changed).isNotEqualTo(ORIGINAL);

        List<String> faults = Evolution.faults(new Schema.Parser().parse(ORIGINAL), new Schema.Parser().parse(changed));

        assertThat(faults).as(change).isEmpty();
    }

    @Test
    void everythingHasADoc() throws IOException {
        List<String> bare = new ArrayList<>();

        for (RecordType type : RecordType.values()) {
            Schemas.visit(new Schema.Parser().parse(type.avsc()), schema -> {
                if (schema.getDoc() == null || schema.getDoc().isBlank()) {
                    bare.add(schema.getFullName());
                }
                if (schema.getType() == Schema.Type.RECORD) {
                    schema.getFields().stream()
                            .filter(field -> field.doc() == null || field.doc().isBlank())
                            .forEach(field -> bare.add(schema.getFullName() + "." + field.name()));
                }
            });
        }

        assertThat(bare).isEmpty();
    }

    @Test
    void everySchemaFileIsARecordThatTravels() throws IOException {
        try (var files = Files.list(Path.of("src/main/avro"))) {
            List<String> names =
                    files.map(file -> file.getFileName().toString()).sorted().toList();

            assertThat(names)
                    .isEqualTo(java.util.Arrays.stream(RecordType.values())
                            .map(type -> type.schema().getName() + ".avsc")
                            .sorted()
                            .toList());
        }
    }
}
