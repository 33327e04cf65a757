// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.executor.call.FileRoot.RefusedPathException;
import dev.seks.schemas.catalogue.Call.FileCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads, writes, lists and deletes files below one folder per domain and service. A write is whole or not at all; no
 * link is followed; names and content are bounded.
 *
 * <p>The answers are JSON: {@code path, bytes} for all, {@code content} of what was read, {@code entries} (each
 * {@code name, bytes}) of a list.
 */
final class FileCaller {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path fileRoot;
    private final int maxBytes;

    FileCaller(Path fileRoot, CallBounds bounds) {
        this.fileRoot = fileRoot;
        this.maxBytes = bounds.maxResponseBytes();
    }

    Attempt attempt(ActionCall call, FileCall file) {
        String root = call.service().root();
        if (root == null) {
            return Attempt.notDone("no_root", "the service has no root in the catalogue");
        }
        String path = file.path(call.params());
        try {
            FileRoot folder = FileRoot.of(fileRoot, call.domain(), root);
            return answered(
                    switch (file.operation()) {
                        case READ -> read(folder, path);
                        case WRITE ->
                            write(folder, path, file.content(call.params()).orElse(""));
                        case LIST -> list(folder, path);
                        case DELETE -> delete(folder, path);
                    });
        } catch (RefusedPathException e) {
            return Attempt.notDone("path_refused", e.getMessage());
        } catch (NoSuchFileException e) {
            return Attempt.notDone("file_not_found", "there is no such file");
        } catch (CharacterCodingException e) {
            return Attempt.notDone("file_not_text", "the file is not UTF-8 text");
        } catch (IOException e) {
            return Attempt.notDone(
                    "file_error", "the file system refused: " + e.getClass().getSimpleName());
        }
    }

    private ObjectNode read(FileRoot folder, String path) throws IOException, RefusedPathException {
        byte[] content = folder.read(path, maxBytes);
        return described(path, content.length)
                .put(
                        "content",
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(content))
                                .toString());
    }

    private ObjectNode write(FileRoot folder, String path, String content) throws IOException, RefusedPathException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > maxBytes) {
            throw new RefusedPathException(bytes.length + " bytes to write, expected at most " + maxBytes);
        }
        folder.write(path, bytes);
        return described(path, bytes.length);
    }

    private ObjectNode list(FileRoot folder, String path) throws IOException, RefusedPathException {
        ObjectNode listed = JSON.createObjectNode().put("path", path);
        var entries = listed.putArray("entries");
        folder.list(path)
                .forEach((name, bytes) -> entries.addObject().put("name", name).put("bytes", bytes));
        return listed;
    }

    private ObjectNode delete(FileRoot folder, String path) throws IOException, RefusedPathException {
        return described(path, folder.delete(path));
    }

    private static ObjectNode described(String path, long bytes) {
        return JSON.createObjectNode().put("path", path).put("bytes", bytes);
    }

    private static Attempt answered(ObjectNode answer) {
        try {
            return new Attempt.Answered(null, JSON.writeValueAsBytes(answer), false);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written as JSON", e);
        }
    }
}
