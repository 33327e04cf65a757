// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.schemas.digest.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps what a registry said in a file, so that the next start does without it. Written whole or not at all; read only
 * for the same registry and for schemas whose text is the same as then.
 */
final class RegistryCache {
    private static final long MAX_FILE_BYTES = 64L * 1024 * 1024;

    private final Path file;
    private final String registry;

    RegistryCache(RegistryConfig config) {
        this.file = config.cacheFile().toAbsolutePath();
        this.registry = config.base();
    }

    void save(RegistryContent content) throws RegistryException {
        ObjectNode json = RegistryHttp.JSON.createObjectNode().put("registry", registry);
        ObjectNode written = json.putObject("written");
        new TreeMap<>(content.written())
                .forEach((type, id) ->
                        written.putObject(type.schema().getName()).put("id", id).put("text", Digest.of(type.avsc())));
        ObjectNode schemas = json.putObject("schemas");
        new TreeMap<>(content.texts()).forEach((id, text) -> schemas.put(id.toString(), text));
        try {
            Path folder = Files.createDirectories(file.resolveSibling(".").normalize());
            Path fresh = Files.createTempFile(folder, "schemas", ".json");
            try {
                write(fresh, RegistryHttp.JSON.writeValueAsBytes(json));
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw new RegistryException("cannot keep the schema ids in " + file + ": " + e, e);
        }
    }

    /** What was kept; where that is nothing usable, the outage is the answer. */
    RegistryContent load(RegistryOutage outage) throws RegistryException {
        try {
            JsonNode json = RegistryHttp.JSON.readTree(bytes());
            if (!registry.equals(json.path("registry").asText())) {
                throw unusable(outage, "is of another registry");
            }
            return new RegistryContent(written(json.path("written"), outage), texts(json.path("schemas")));
        } catch (NoSuchFileException e) {
            throw unusable(outage, "does not exist yet");
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(outage, "is damaged");
        }
    }

    private Map<RecordType, Integer> written(JsonNode json, RegistryOutage outage) throws RegistryException {
        Map<RecordType, Integer> written = new EnumMap<>(RecordType.class);
        for (RecordType type : RecordType.values()) {
            JsonNode kept = json.path(type.schema().getName());
            if (!kept.path("id").isInt()
                    || !Digest.of(type.avsc()).equals(kept.path("text").asText())) {
                throw unusable(
                        outage, "has no id for this build's " + type.schema().getName());
            }
            written.put(type, kept.path("id").asInt());
        }
        return written;
    }

    private static Map<Integer, String> texts(JsonNode json) {
        Map<Integer, String> texts = new HashMap<>();
        json.properties()
                .forEach(entry -> texts.put(
                        Integer.valueOf(entry.getKey()), entry.getValue().asText()));
        return texts;
    }

    private byte[] bytes() throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            throw new IOException("a file of more than " + MAX_FILE_BYTES + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private static void write(Path fresh, byte[] bytes) throws IOException {
        Files.write(fresh, bytes);
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private RegistryException unusable(RegistryOutage outage, String why) {
        return new RegistryException(outage.getMessage() + ", and " + file + " " + why, outage);
    }
}
