// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.executor.call.ActionCall;
import dev.seks.executor.call.Attempt;
import dev.seks.executor.call.CallBounds;
import dev.seks.executor.call.Caller;
import dev.seks.executor.call.Deadline;
import dev.seks.executor.credential.Destination;
import dev.seks.executor.credential.Secret;
import dev.seks.schemas.catalogue.Call.FileCall;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads, writes, lists and deletes files below one folder per domain and service. A write is whole or not at all; no
 * link is followed; names and content are bounded.
 *
 * <p>The answers are JSON: {@code path, bytes} for all, {@code content} of what was read, {@code entries} (each
 * {@code name, bytes}) of a list.
 */
public final class FileCaller implements Caller<FileCall> {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path fileRoot;

    /** A caller for files below this folder, one folder for each domain. */
    public FileCaller(Path fileRoot) {
        this.fileRoot = fileRoot;
    }

    @Override
    public Class<FileCall> kind() {
        return FileCall.class;
    }

    @Override
    public Optional<Destination> destination(ActionCall call) {
        return Optional.empty();
    }

    @Override
    public Attempt attempt(
            ActionCall call, FileCall file, @Nullable Secret secret, CallBounds bounds, Deadline deadline) {
        String root = call.service().root();
        if (root == null) {
            return Attempt.notDone("no_root", "the service has no root in the catalogue");
        }
        String path = file.path(call.params());
        int maxBytes = bounds.maxResponseBytes();
        try (FileRoot files = FileRoot.of(fileRoot, call.domain(), root)) {
            return answered(
                    switch (file.operation()) {
                        case READ -> read(files, path, maxBytes);
                        case WRITE ->
                            write(files, path, file.content(call.params()).orElse(""), maxBytes);
                        case LIST -> list(files, path);
                        case DELETE ->
                            described(path, files.folderOf(path, false).delete(FileRoot.nameOf(path)));
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

    private static ObjectNode read(FileRoot files, String path, int maxBytes) throws IOException, RefusedPathException {
        byte[] content = files.folderOf(path, false).read(FileRoot.nameOf(path), maxBytes);
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(content))
                .toString();
        return described(path, content.length).put("content", text);
    }

    private static ObjectNode write(FileRoot files, String path, String content, int maxBytes)
            throws IOException, RefusedPathException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > maxBytes) {
            throw new RefusedPathException(bytes.length + " bytes to write, expected at most " + maxBytes);
        }
        FileName name = FileRoot.nameOf(path);
        files.folderOf(path, true).write(name, bytes);
        return described(path, bytes.length);
    }

    private static ObjectNode list(FileRoot files, String path) throws IOException, RefusedPathException {
        ObjectNode listed = JSON.createObjectNode().put("path", path);
        var entries = listed.putArray("entries");
        files.folder(path, false)
                .list()
                .forEach((name, bytes) -> entries.addObject().put("name", name).put("bytes", bytes));
        return listed;
    }

    private static ObjectNode described(String path, long bytes) {
        return JSON.createObjectNode().put("path", path).put("bytes", bytes);
    }

    private static Attempt answered(ObjectNode answer) {
        try {
            return Attempt.answered(JSON.writeValueAsBytes(answer));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written as JSON", e);
        }
    }
}
