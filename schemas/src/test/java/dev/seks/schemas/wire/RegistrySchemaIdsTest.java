// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.seks.schemas.topic.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrySchemaIdsTest {
    private static final Duration AMPLE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Topics TOPICS = Topics.withPartitions(4);

    @TempDir
    Path folder;

    private FakeRegistry registry;

    @BeforeEach
    void startRegistry() throws IOException {
        registry = FakeRegistry.start();
    }

    @AfterEach
    void stopRegistry() {
        registry.close();
    }

    @Test
    void registersEverySchemaUnderTheSubjectOfItsTopic() throws RegistryException {
        SchemaIds ids = SchemaIds.fromRegistry(config(AMPLE, true));

        assertThat(registry.asked())
                .contains(
                        "POST /subjects/seks.requests-value/versions",
                        "POST /subjects/seks.approved-value/versions",
                        "POST /subjects/seks.results-value/versions");
        assertThat(Stream.of(RecordType.values()).map(ids::idOf))
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).isBetween(1, RecordType.values().length));
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatItWritesAndWhatWasWrittenUnderBuiltInIds(RecordType type) throws RegistryException, WireException {
        SchemaIds ids = SchemaIds.fromRegistry(config(AMPLE, true));
        byte[] value = AnyCodec.encode(Examples.of(type), ids);
        byte[] older = AnyCodec.encode(Examples.of(type), SchemaIds.builtIn());

        assertThat(AnyCodec.decode(type, value, ids)).isEqualTo(Examples.of(type));
        assertThat(AnyCodec.decode(type, older, ids)).isEqualTo(Examples.of(type));
    }

    @Test
    void readsValuesOfEveryVersionOfASubject() throws Exception {
        Schema other = new Schema.Parser()
                .parse(RecordType.TICK.avsc().replaceFirst("\"fields\": \\[", "\"fields\": [" + """
                        {"name":"host","type":"string","default":""},"""));
        int otherId = registry.register("seks.ticks-value", other.toString());

        SchemaIds ids = SchemaIds.fromRegistry(config(AMPLE, true));

        assertThat(ids.idOf(RecordType.TICK)).isNotEqualTo(otherId);
        assertThat(AnyCodec.decode(RecordType.TICK, tickOf(other, otherId), ids))
                .isEqualTo(Examples.of(RecordType.TICK));
    }

    @Test
    void looksSchemasUpWhereItMayNotRegister() throws RegistryException {
        TOPICS.subjects().forEach((subject, type) -> registry.register(subject, type.avsc()));

        SchemaIds.fromRegistry(config(AMPLE, false));

        assertThat(registry.asked()).noneMatch(asked -> asked.matches("POST .*/versions"));
    }

    @Test
    void refusesAMissingSchemaWhereItMayNotRegister() {
        assertThatThrownBy(() -> SchemaIds.fromRegistry(config(AMPLE, false)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("404 (Schema not found)")
                .hasMessageContaining("expected the subject and schema to be registered");
    }

    @Test
    void ignoresForeignSchemasOfASubject() throws RegistryException {
        int foreign = registry.register("seks.ticks-value", "{\"type\":\"record\",\"name\":\"X\",\"fields\":[]}");
        int noSchema = registry.register("seks.ticks-value", "syntax = \"proto3\";");

        SchemaIds ids = SchemaIds.fromRegistry(config(AMPLE, true));

        assertThat(ids.writerSchema(foreign)).isNull();
        assertThat(ids.writerSchema(noSchema)).isNull();
    }

    @Test
    void refusesAVersionThatThisBuildCannotRead() {
        registry.register(
                "seks.ticks-value",
                "{\"type\":\"record\",\"name\":\"Tick\",\"namespace\":\"dev.seks.schemas.record\",\"fields\":[]}");

        assertThatThrownBy(() -> SchemaIds.fromRegistry(config(AMPLE, true)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("is a Tick that this build cannot read");
    }

    @Test
    void servesKeptIdsWhenTheRegistryIsDown() throws RegistryException, WireException {
        SchemaIds before = SchemaIds.fromRegistry(config(AMPLE, true));
        registry.answerWith(503, "");

        SchemaIds after = SchemaIds.fromRegistry(config(AMPLE, true));

        byte[] value = AnyCodec.encode(Examples.request(), before);
        assertThat(AnyCodec.decode(RecordType.CAPABILITY_REQUEST, value, after)).isEqualTo(Examples.request());
        assertThat(folder.toFile().list()).containsExactly("schemas.json");
    }

    @Test
    void isNotReadyWhenTheRegistryIsDownAndNothingWasKept() {
        registry.close();

        assertThatThrownBy(() -> SchemaIds.fromRegistry(config(AMPLE, true)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("cannot be reached")
                .hasMessageContaining("schemas.json does not exist yet");
    }

    @ParameterizedTest
    @CsvSource({
        "'',                                          is of another registry",
        "not json,                                    is damaged",
        "'{\"registry\":\"http://other:1\"}',         is of another registry",
        "'{\"registry\":\"URL\"}',                    has no id for this build's CapabilityRequest",
    })
    void isNotReadyWhenWhatWasKeptIsOfNoUse(String kept, String why) throws IOException {
        Files.writeString(
                folder.resolve("schemas.json"),
                kept.replace("URL", registry.url().toString()));
        registry.answerWith(500, "");

        assertThatThrownBy(() -> SchemaIds.fromRegistry(config(AMPLE, true)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining(why);
    }

    @Test
    void isNotReadyWhenWhatWasKeptIsOfAnotherBuild() throws IOException, RegistryException {
        SchemaIds.fromRegistry(config(AMPLE, true));
        Path file = folder.resolve("schemas.json");
        Files.writeString(
                file, Files.readString(file).replaceFirst("(\"Tick\":\\{\"id\":\\d+,\"text\":\")[0-9a-f]", "$1x"));
        registry.answerWith(500, "");

        assertThatThrownBy(() -> SchemaIds.fromRegistry(config(AMPLE, true)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("has no id for this build's Tick");
    }

    @Test
    void neverHidesARefusalBehindWhatWasKept() throws RegistryException {
        SchemaIds.fromRegistry(config(AMPLE, true));
        registry.answerWith(409, "{\"error_code\":409,\"message\":\"Schema being registered is incompatible\"}");

        assertThatThrownBy(() -> SchemaIds.fromRegistry(config(AMPLE, true)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("409 (Schema being registered is incompatible), expected a schema compatible");
    }

    @ParameterizedTest
    @CsvSource({
        "401, expected a login",
        "403, expected a login",
        "422, 422",
        "500, and",
        "503, and",
    })
    void saysWhatTheRegistryRefused(int status, String part) {
        registry.answerWith(status, "{\"message\":\"line one\\nline two\"}");

        assertThatThrownBy(() -> SchemaIds.fromRegistry(config(AMPLE, true)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining(status + " (line one line two)")
                .hasMessageContaining(part);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void doesNotFollowRedirects(int status) throws IOException {
        try (FakeRegistry other = FakeRegistry.start()) {
            registry.answerWith(exchange -> {
                exchange.getResponseHeaders()
                        .set(
                                "Location",
                                other.url().resolve(exchange.getRequestURI()).toString());
                FakeRegistry.respond(exchange, status, "");
            });

            assertThatThrownBy(() -> SchemaIds.fromRegistry(config(AMPLE, true)))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("expected no redirect");
            assertThat(other.asked()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>welcome</html>",
                "{\"id\":1}{",
                "{\"id\":1,\"id\":2}",
                "[]",
                "{}",
                "null",
                "{\"id\":\"1\"}",
                "{\"id\":-1}",
                "{\"id\":1.5}",
                "{\"id\":99999999999}"
            })
    void refusesGarbage(String body) {
        registry.answerWith(200, body);

        assertThatThrownBy(() -> SchemaIds.fromRegistry(config(AMPLE, true)))
                .isInstanceOf(RegistryException.class)
                .isNotInstanceOf(RegistryOutage.class);
    }

    @Test
    void refusesAnIdThatStandsForAnotherSchema() {
        registry.answerWith(exchange -> {
            boolean list = exchange.getRequestURI().getPath().endsWith("/versions")
                    && exchange.getRequestMethod().equals("GET");
            FakeRegistry.respond(exchange, 200, list ? "[1]" : "{\"id\":1,\"schema\":\"\\\"string\\\"\"}");
        });

        assertThatThrownBy(() -> SchemaIds.fromRegistry(config(AMPLE, true)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("CapabilityRequest with 1")
                .hasMessageContaining("keeps another schema there");
    }

    @Test
    void givesUpOnABodyThatNeverEnds() {
        CountDownLatch enough = new CountDownLatch(1);
        registry.answerWith(exchange -> sendForEver(exchange, enough));

        assertThatThrownBy(() -> SchemaIds.fromRegistry(config(SHORT, true)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("did not finish within 300 ms");
        enough.countDown();
    }

    @Test
    void hasOneDeadlineForAllRequestsTogether() {
        CountDownLatch never = new CountDownLatch(1);
        registry.answerWith(exchange -> {
            if (exchange.getRequestURI().getPath().contains("approved")) {
                boolean list = exchange.getRequestMethod().equals("GET");
                FakeRegistry.respond(exchange, 200, list ? "[]" : "{\"id\":1}");
            } else {
                awaitQuietly(never);
            }
        });

        assertThatThrownBy(() -> SchemaIds.fromRegistry(config(SHORT, true)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("did not finish within 300 ms");
        never.countDown();
    }

    @Test
    void refusesAnAnswerWithoutMeasure() {
        registry.answerWith(200, " ".repeat(1024 * 1024 + 1));

        assertThatThrownBy(() -> SchemaIds.fromRegistry(config(AMPLE, true)))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("more than 1048576 bytes");
    }

    @Test
    void logsInWithThePasswordOfAFile() throws Exception {
        Path passwordFile = Files.writeString(folder.resolve("password"), "hunter2\n");
        RegistryLogin login = new RegistryLogin("seks", passwordFile);
        List<String> seen = new CopyOnWriteArrayList<>();
        registry.answerWith(exchange -> {
            seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            FakeRegistry.respond(exchange, 401, "{}");
        });
        RegistryConfig config = new RegistryConfig(
                registry.url(), login, TOPICS.subjects(), true, folder.resolve("schemas.json"), AMPLE);

        assertThatThrownBy(() -> SchemaIds.fromRegistry(config))
                .isInstanceOf(RegistryException.class)
                .hasMessageNotContaining("hunter2");
        assertThat(seen).containsExactly("Basic " + Base64.getEncoder().encodeToString("seks:hunter2".getBytes()));
        assertThat(config.toString()).doesNotContain("hunter2");
    }

    @Test
    void saysThatThePasswordCannotBeRead() {
        RegistryLogin login = new RegistryLogin("seks", folder.resolve("absent"));
        RegistryConfig config = new RegistryConfig(
                registry.url(), login, TOPICS.subjects(), true, folder.resolve("schemas.json"), AMPLE);

        assertThatThrownBy(() -> SchemaIds.fromRegistry(config))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("cannot read the schema registry's password file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://registry", "registry:8081", "http:///x", "http://u:p@registry", "http://registry?x=1"})
    void refusesAnOddUrl(String url) {
        assertThatThrownBy(() -> new RegistryConfig(
                        URI.create(url), null, Map.of(), true, folder.resolve("schemas.json"), AMPLE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("schema registry")
                .hasMessageNotContaining("u:p");
    }

    private RegistryConfig config(Duration deadline, boolean register) {
        return new RegistryConfig(
                registry.url(), null, TOPICS.subjects(), register, folder.resolve("schemas.json"), deadline);
    }

    private static byte[] tickOf(Schema schema, int id) throws IOException {
        GenericRecord tick = new GenericData.Record(schema);
        tick.put("host", "elsewhere");
        tick.put("domain", "acme");
        tick.put("due", java.time.Instant.parse("2026-03-01T12:00:00.123Z").toEpochMilli());
        var out = new java.io.ByteArrayOutputStream();
        out.writeBytes(java.nio.ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(tick, encoder);
        return out.toByteArray();
    }

    private static void sendForEver(HttpExchange exchange, CountDownLatch enough) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        while (!await(enough, 20)) {
            body.write(' ');
            body.flush();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        await(latch, 60_000);
    }

    private static boolean await(CountDownLatch latch, long ms) {
        try {
            return latch.await(ms, java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
