// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that is open. What is done in it is done by name, relative to the open folder, and follows no link.
 *
 * <p>Whoever else can write into it can still swap a file for a pipe between the look and the opening, and so hold up a
 * reader; nothing outside can be reached that way.
 */
final class Folder implements AutoCloseable {
    static final int MAX_ENTRIES = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Folder.class);

    private final SecureDirectoryStream<Path> stream;

    /** For what cannot be asked of an open folder; whatever it gives is held against the open one. */
    private final Path path;

    private Folder(SecureDirectoryStream<Path> stream, Path path) {
        this.stream = stream;
        this.path = path;
    }

    /** The folder at a path that is trusted. */
    static Folder open(Path path) throws IOException, RefusedPathException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(path);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new Folder(secure, path);
        }
        stream.close();
        throw new RefusedPathException("this system cannot open a folder in a folder, expected one that can");
    }

    /** A folder in this one. */
    Folder open(FileName name) throws IOException, RefusedPathException {
        if (!attributes(name.path()).isDirectory()) {
            throw noFolder();
        }
        try {
            return new Folder(
                    stream.newDirectoryStream(name.path(), LinkOption.NOFOLLOW_LINKS), path.resolve(name.path()));
        } catch (NoSuchFileException e) {
            throw e;
        } catch (FileSystemException e) {
            throw noFolder(); // it was swapped for something else
        }
    }

    private static RefusedPathException noFolder() {
        return new RefusedPathException("a folder on the way is none, expected a real folder and no link");
    }

    boolean has(FileName name) {
        try {
            attributes(name.path());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    void moveFolder(Path name, Folder to, FileName newName) throws IOException {
        stream.move(name, to.stream, newName.path());
    }

    byte[] read(FileName name, int maxBytes) throws IOException, RefusedPathException {
        requireOwn(name, requireRegular(name));
        try (SeekableByteChannel in =
                        stream.newByteChannel(name.path(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                InputStream bytes = Channels.newInputStream(in)) {
            byte[] content = bytes.readNBytes(maxBytes + 1);
            if (content.length > maxBytes) {
                throw new RefusedPathException(in.size() + " bytes, expected at most " + maxBytes);
            }
            return content;
        }
    }

    /** Writes the whole content or nothing: into a file beside it, forced to disk, then moved over it in one step. */
    void write(FileName name, byte[] content) throws IOException, RefusedPathException {
        if (has(name)) {
            requireRegular(name);
        }
        Path temporary = Path.of(FileName.TEMPORARY + UUID.randomUUID());
        boolean moved = false;
        try {
            writeForced(temporary, content);
            stream.move(temporary, stream, name.path());
            moved = true;
        } finally {
            if (!moved) {
                deleteQuietly(temporary);
            }
        }
        forceNames();
    }

    /** Names and sizes of the files in it, by name; folders, links and half-written files are not shown. */
    Map<String, Long> list() throws IOException, RefusedPathException {
        Map<String, Long> entries = new TreeMap<>();
        try {
            for (Path file : stream) {
                Path name = file.getFileName();
                BasicFileAttributes attributes = attributesOrNull(name);
                if (attributes != null
                        && attributes.isRegularFile()
                        && !name.toString().startsWith(FileName.TEMPORARY)) {
                    entries.put(name.toString(), attributes.size());
                }
                if (entries.size() > MAX_ENTRIES) {
                    throw new RefusedPathException("more than " + MAX_ENTRIES + " files in the folder");
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    /** Deletes a file and tells how large it was. */
    long delete(FileName name) throws IOException, RefusedPathException {
        long bytes = requireRegular(name).size();
        stream.deleteFile(name.path());
        forceNames();
        return bytes;
    }

    private BasicFileAttributes requireRegular(FileName name) throws IOException, RefusedPathException {
        BasicFileAttributes attributes = attributes(name.path());
        if (!attributes.isRegularFile()) {
            throw new RefusedPathException("not a regular file");
        }
        return attributes;
    }

    /** A second name of a file may be the name of one outside. */
    private void requireOwn(FileName name, BasicFileAttributes attributes) throws IOException, RefusedPathException {
        Path file = path.resolve(name.path());
        Map<String, Object> unix;
        try {
            unix = Files.readAttributes(file, "unix:nlink,fileKey", LinkOption.NOFOLLOW_LINKS);
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return; // this system does not count names
        }
        boolean same = attributes.fileKey() != null && attributes.fileKey().equals(unix.get("fileKey"));
        if (!same || !Integer.valueOf(1).equals(unix.get("nlink"))) {
            throw new RefusedPathException("a file with several names, expected one of its own");
        }
    }

    private BasicFileAttributes attributes(Path name) throws IOException {
        return stream.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    private @Nullable BasicFileAttributes attributesOrNull(Path name) throws IOException {
        try {
            return attributes(name);
        } catch (NoSuchFileException e) {
            return null; // deleted meanwhile
        }
    }

    private void writeForced(Path name, byte[] content) throws IOException {
        Set<OpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try (SeekableByteChannel out = stream.newByteChannel(name, options)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                out.write(left);
            }
            if (out instanceof FileChannel file) {
                file.force(true);
            }
        }
    }

    /** A new name outlives a crash of the machine once its folder is on the disk too. */
    private void forceNames() {
        try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            LOG.debug("event=folder_not_forced failure={}", e.getClass().getSimpleName());
        }
    }

    private void deleteQuietly(Path name) {
        try {
            stream.deleteFile(name);
        } catch (IOException e) {
            LOG.debug("event=temporary_left failure={}", e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException e) {
            LOG.debug("event=folder_not_closed failure={}", e.getClass().getSimpleName());
        }
    }
}
