// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Conformance files as plain maps and lists, read without any code of seks; whole numbers are {@code Long}. */
final class Yaml {
    private static final TypeReference<Map<String, Object>> MAPPING = new TypeReference<>() {};
    private static final YAMLMapper READER = YAMLMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    private Yaml() {}

    static Map<String, Object> file(Path path) {
        try {
            return text(Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> text(String yaml) {
        try {
            return READER.readValue(yaml, MAPPING);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** JSON as a mapping; empty if it is none, or if a key stands twice. */
    static Optional<Map<String, Object>> json(String json) {
        try {
            return Optional.ofNullable(JSON.readValue(json, MAPPING));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static String json(Map<String, Object> mapping) {
        try {
            return JSON.writeValueAsString(mapping);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The mapping; empty for nothing. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> mapping(Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    /** The list of mappings; empty for nothing. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> mappings(Object value) {
        return value == null ? List.of() : (List<Map<String, Object>>) value;
    }

    /** The list of texts; empty for nothing. */
    @SuppressWarnings("unchecked")
    static List<String> texts(Object value) {
        return value == null ? List.of() : (List<String>) value;
    }
}
