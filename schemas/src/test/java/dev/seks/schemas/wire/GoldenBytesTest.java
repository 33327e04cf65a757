// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GoldenBytesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final String CURE = "the bytes of a record changed: if that is wanted, and no release wrote the old"
            + " ones, run mvn -pl schemas -am test -Dregenerate; otherwise add a generation";

    @BeforeAll
    static void regenerate() throws IOException {
        if (System.getProperty("regenerate") == null) {
            return;
        }
        Files.createDirectories(GOLDEN.resolve(String.valueOf(ReleasedSchema.GENERATIONS)));
        for (RecordType type : RecordType.values()) {
            byte[] value = AnyCodec.encode(Examples.of(type), SchemaIds.builtIn());
            Files.writeString(file(type, ReleasedSchema.GENERATIONS), lines(value));
        }
    }

    @ParameterizedTest
    @EnumSource
    void writesTheBytesItAlwaysWrote(RecordType type) throws IOException {
        byte[] value = AnyCodec.encode(Examples.of(type), SchemaIds.builtIn());

        assertThat(HexFormat.of().formatHex(value))
                .as(CURE)
                .isEqualTo(HexFormat.of().formatHex(golden(type, ReleasedSchema.GENERATIONS)));
    }

    @ParameterizedTest
    @EnumSource
    void readsTheBytesOfEveryRelease(RecordType type) throws IOException, WireException {
        for (int generation = 1; generation <= ReleasedSchema.GENERATIONS; generation++) {
            byte[] value = golden(type, generation);

            assertThat(AnyCodec.decode(type, value, SchemaIds.builtIn()))
                    .as("generation " + generation)
                    .isEqualTo(Examples.of(type));
        }
    }

    private static Path file(RecordType type, int generation) {
        return GOLDEN.resolve(generation + "/" + type.schema().getName() + ".hex");
    }

    private static byte[] golden(RecordType type, int generation) throws IOException {
        return HexFormat.of().parseHex(Files.readString(file(type, generation)).replaceAll("\\s", ""));
    }

    private static String lines(byte[] value) {
        return HexFormat.of().formatHex(value).replaceAll("(.{64})", "$1\n") + "\n";
    }
}
