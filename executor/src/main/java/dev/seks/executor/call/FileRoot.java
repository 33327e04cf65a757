// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A folder out of which no path leads: every segment must be a plain name and every folder on the way a real folder, no
 * link. Whoever else may write into the folder is trusted not to swap it between check and use.
 */
final class FileRoot {
    static final int MAX_ENTRIES = 1000;

    private static final int MAX_NAME_LENGTH = 200;
    private static final String TEMPORARY = ".seks-";

    /** Says that a path is not one below the root; the message names no value. */
    static final class RefusedPathException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedPathException(String message) {
            super(message);
        }
    }

    private final Path root;

    private FileRoot(Path root) {
        this.root = root;
    }

    /** The folder of one service in one domain; made if need be. */
    static FileRoot of(Path fileRoot, String domain, String serviceRoot) throws IOException, RefusedPathException {
        Path top = Files.createDirectories(fileRoot.toAbsolutePath()).toRealPath();
        FileRoot all = new FileRoot(top);
        return new FileRoot(all.folder(domain + "/" + withoutDots(serviceRoot), true));
    }

    private static String withoutDots(String serviceRoot) throws RefusedPathException {
        if (serviceRoot.startsWith("/")) {
            throw new RefusedPathException("root is absolute, expected a folder below the executor's");
        }
        return serviceRoot.replaceAll("(^|/)(\\./)+", "$1").replaceAll("/+$", "");
    }

    byte[] read(String path, int maxBytes) throws IOException, RefusedPathException {
        Path file = existing(path);
        try (SeekableByteChannel in =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            if (in.size() > maxBytes) {
                throw new RefusedPathException(in.size() + " bytes, expected at most " + maxBytes);
            }
            return Channels.newInputStream(in).readNBytes(maxBytes);
        }
    }

    /** Writes the whole content or nothing: into a file beside it, forced to disk, then moved over it in one step. */
    void write(String path, byte[] content) throws IOException, RefusedPathException {
        Path file = file(path, true);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            requireRegular(file);
        }
        Path temporary = file.resolveSibling(TEMPORARY + UUID.randomUUID());
        try {
            writeForced(temporary, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Names and sizes of the files in a folder, by name; folders, links and half-written files are not shown. */
    Map<String, Long> list(String path) throws IOException, RefusedPathException {
        Map<String, Long> entries = new TreeMap<>();
        Path folder = path.isEmpty() ? root : folder(path, false);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                String name = file.getFileName().toString();
                if (attributes.isRegularFile() && !name.startsWith(TEMPORARY)) {
                    entries.put(name, attributes.size());
                }
                if (entries.size() > MAX_ENTRIES) {
                    throw new RefusedPathException("more than " + MAX_ENTRIES + " files in the folder");
                }
            }
        }
        return entries;
    }

    /** Deletes a file and tells how large it was. */
    long delete(String path) throws IOException, RefusedPathException {
        Path file = existing(path);
        long bytes = Files.size(file);
        Files.delete(file);
        return bytes;
    }

    private Path existing(String path) throws IOException, RefusedPathException {
        Path file = file(path, false);
        requireRegular(file);
        return file;
    }

    private Path file(String path, boolean create) throws IOException, RefusedPathException {
        int slash = path.lastIndexOf('/');
        Path folder = slash < 0 ? root : folder(path.substring(0, slash), create);
        return folder.resolve(plainName(path.substring(slash + 1)));
    }

    private Path folder(String path, boolean create) throws IOException, RefusedPathException {
        Path at = root;
        for (String name : path.split("/", -1)) {
            at = at.resolve(plainName(name));
            if (create && !Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(at);
            }
            if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
                throw new NoSuchFileException("a folder on the way");
            }
            if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                throw new RefusedPathException("a folder on the way is none, expected a real folder and no link");
            }
        }
        return at;
    }

    private static String plainName(String name) throws RefusedPathException {
        boolean plain = !name.isBlank()
                && name.length() <= MAX_NAME_LENGTH
                && !name.equals(".")
                && !name.equals("..")
                && !name.startsWith(TEMPORARY)
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || Character.isISOControl(c));
        if (!plain) {
            throw new RefusedPathException("a name that is no plain file name");
        }
        return name;
    }

    private static void requireRegular(Path file) throws IOException, RefusedPathException {
        BasicFileAttributes attributes =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new RefusedPathException("not a regular file");
        }
    }

    private static void writeForced(Path file, byte[] content) throws IOException {
        try (var out =
                java.nio.channels.FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                out.write(left);
            }
            out.force(true);
        }
    }
}
