// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The folder of one service in one domain, out of which no path leads. Every folder on the way is opened by its name in
 * the one before it, never by a path, and never through a link: whoever swaps a folder for a link meanwhile gains
 * nothing, since what is open stays what it was. One for each use; not for several threads.
 */
final class FileRoot implements AutoCloseable {
    private final Path topPath;
    private final List<Folder> opened = new ArrayList<>();
    private Folder root;

    private FileRoot(Path topPath) throws IOException, RefusedPathException {
        this.topPath = topPath;
        this.root = Folder.open(topPath);
        opened.add(root);
    }

    /** The folder of one service in one domain; made if need be. */
    static FileRoot of(Path fileRoot, String domain, String serviceRoot) throws IOException, RefusedPathException {
        if (serviceRoot.startsWith("/")) {
            throw new RefusedPathException("root is absolute, expected a folder below the executor's");
        }
        Path top = Files.createDirectories(fileRoot.toAbsolutePath()).toRealPath();
        FileRoot files = new FileRoot(top);
        try {
            files.root = files.folder(domain + "/" + withoutDots(serviceRoot), true);
            return files;
        } catch (IOException | RefusedPathException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private static String withoutDots(String serviceRoot) {
        return serviceRoot.replaceAll("(^|/)(\\./)+", "$1").replaceAll("/+$", "");
    }

    /** The folder at a path below the root; the root itself for an empty one. */
    Folder folder(String path, boolean create) throws IOException, RefusedPathException {
        return path.isEmpty() ? root : walk(path, create);
    }

    private Folder walk(String path, boolean create) throws IOException, RefusedPathException {
        Folder at = root;
        for (String name : path.split("/", -1)) {
            at = below(at, FileName.of(name), create);
        }
        return at;
    }

    /** The folder in which the file at a path stands. */
    Folder folderOf(String path, boolean create) throws IOException, RefusedPathException {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? root : walk(path.substring(0, slash), create);
    }

    /** The name of the file at a path, in its folder. */
    static FileName nameOf(String path) throws RefusedPathException {
        return FileName.of(path.substring(path.lastIndexOf('/') + 1));
    }

    private Folder below(Folder at, FileName name, boolean create) throws IOException, RefusedPathException {
        if (create && !at.has(name)) {
            make(at, name);
        }
        Folder below = at.open(name);
        opened.add(below);
        return below;
    }

    /**
     * Makes a folder beside all others, where nobody else writes, and moves it to its place: there is no way to make one
     * in a folder that is open.
     */
    private void make(Folder in, FileName name) throws IOException {
        Path made = Files.createDirectory(topPath.resolve(FileName.TEMPORARY + UUID.randomUUID()));
        try {
            opened.get(0).moveFolder(made.getFileName(), in, name);
        } catch (IOException e) {
            if (!in.has(name)) {
                throw e; // else another was quicker
            }
        } finally {
            Files.deleteIfExists(made);
        }
    }

    @Override
    public void close() {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }
}
