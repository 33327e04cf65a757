// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seks.schemas.topic.Topics;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.shaded.org.apache.avro.Schema;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumReader;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericDatumWriter;
import org.apache.flink.avro.shaded.org.apache.avro.generic.GenericRecord;
import org.apache.flink.avro.shaded.org.apache.avro.io.DecoderFactory;
import org.apache.flink.avro.shaded.org.apache.avro.io.EncoderFactory;
import org.apache.flink.formats.avro.registry.confluent.ConfluentSchemaRegistryCoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Confluent's own registry client and another copy of Avro, on the other side of the wire. */
class ConfluentClientTest {
    private static final int CACHED_SCHEMAS = 100;

    @TempDir
    Path folder;

    private FakeRegistry registry;
    private CachedSchemaRegistryClient confluent;
    private SchemaIds ids;

    @BeforeEach
    void resolveIds() throws IOException, RegistryException {
        registry = FakeRegistry.start();
        confluent = new CachedSchemaRegistryClient(registry.url().toString(), CACHED_SCHEMAS);
        ids = SchemaIds.fromRegistry(new RegistryConfig(
                registry.url(),
                null,
                Topics.withPartitions(1).subjects(),
                true,
                folder.resolve("schemas.json"),
                Duration.ofSeconds(60)));
    }

    @AfterEach
    void stop() throws IOException {
        confluent.close();
        registry.close();
    }

    @ParameterizedTest
    @EnumSource
    void confluentReadsWhatWeWrite(RecordType type) throws IOException {
        SpecificRecord ours = Examples.of(type);
        ByteArrayInputStream value = new ByteArrayInputStream(AnyCodec.encode(ours, ids));

        Schema schema = new ConfluentSchemaRegistryCoder(confluent).readSchema(value);
        GenericRecord theirs = new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(value, null));

        assertThat(value.available()).isZero();
        assertThat(plainFields(theirs)).isNotEmpty().containsAllEntriesOf(plainFields(ours));
    }

    @ParameterizedTest
    @EnumSource
    void weReadWhatConfluentWrites(RecordType type) throws IOException, WireException {
        SpecificRecord ours = Examples.of(type);
        ByteArrayInputStream value = new ByteArrayInputStream(AnyCodec.encode(ours, ids));
        ConfluentSchemaRegistryCoder coder = new ConfluentSchemaRegistryCoder(subjectOf(type), confluent);
        Schema schema = coder.readSchema(value);
        GenericRecord theirs = new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(value, null));

        ByteArrayOutputStream written = new ByteArrayOutputStream();
        coder.writeSchema(schema, written);
        var encoder = EncoderFactory.get().binaryEncoder(written, null);
        new GenericDatumWriter<GenericRecord>(schema).write(theirs, encoder);
        encoder.flush();

        assertThat(AnyCodec.decode(type, written.toByteArray(), ids)).isEqualTo(ours);
    }

    private static String subjectOf(RecordType type) {
        return Topics.withPartitions(1).subjects().entrySet().stream()
                .filter(entry -> entry.getValue() == type)
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private static Map<String, String> plainFields(GenericRecord message) {
        return message.getSchema().getFields().stream()
                .filter(field -> isPlain(field.schema().getType().getName()))
                .collect(Collectors.toMap(
                        field -> field.name(),
                        field -> message.get(field.name()).toString()));
    }

    private static Map<String, String> plainFields(SpecificRecord message) {
        return message.getSchema().getFields().stream()
                .filter(field -> isPlain(field.schema().getType().getName()))
                .filter(field -> field.schema().getLogicalType() == null)
                .collect(Collectors.toMap(
                        field -> field.name(), field -> message.get(field.pos()).toString()));
    }

    private static boolean isPlain(String type) {
        return Stream.of("string", "int", "long", "boolean", "enum").anyMatch(type::equals);
    }
}
