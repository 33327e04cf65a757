// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.schemas.yaml.SourceFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The Git commit that holds files exactly as they were read. Only what stands in the commit itself is compared: neither
 * the index nor any filter or hook of the work tree has a say.
 *
 * @param commit its id, where the files stand in a work tree with a commit
 * @param different the files that the commit does not hold, or holds with other content
 */
record GitCommit(Optional<String> commit, List<String> different) {
    private static final GitCommit NONE = new GitCommit(Optional.empty(), List.of());
    private static final int MAX_BLOB = 4 * 1024 * 1024;
    private static final long PATIENCE_S = 10;

    GitCommit {
        different = List.copyOf(different);
    }

    /** The commit checked out where the first file stands; none without Git, or outside of any work tree. */
    static GitCommit of(List<SourceFile> files) {
        Path folder = folder(files.get(0));
        Optional<String> head = run(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
                .map(bytes -> new String(bytes, StandardCharsets.US_ASCII).strip())
                .filter(id -> id.matches("[0-9a-f]{40,64}"));
        if (head.isEmpty()) {
            return NONE;
        }
        List<String> different = new ArrayList<>();
        for (SourceFile file : files) {
            String name = head.get() + ":./" + Path.of(file.path()).getFileName();
            boolean same = run(folder(file), "cat-file", "blob", name)
                    .filter(blob -> new String(blob, StandardCharsets.UTF_8).equals(file.text()))
                    .isPresent();
            if (!same) {
                different.add(file.path());
            }
        }
        return new GitCommit(head, different);
    }

    /** The id to publish: that of a commit which holds everything. */
    Optional<String> clean() {
        return different.isEmpty() ? commit : Optional.empty();
    }

    private static Path folder(SourceFile file) {
        Path parent = Path.of(file.path()).toAbsolutePath().getParent();
        return parent == null ? Path.of("/") : parent;
    }

    /** What Git prints; empty when it fails, is silent for too long, or is not there. */
    private static Optional<byte[]> run(Path folder, String... arguments) {
        List<String> line = new ArrayList<>(List.of("git", "-C", folder.toString()));
        line.addAll(List.of(arguments));
        try {
            Process git = new ProcessBuilder(line)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            git.getOutputStream().close();
            byte[] printed = printed(git.getInputStream());
            if (!git.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                git.destroyForcibly();
                return Optional.empty();
            }
            return git.exitValue() == 0 ? Optional.of(printed) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // no git on this machine
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static byte[] printed(InputStream from) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        kept.write(from.readNBytes(MAX_BLOB));
        from.transferTo(OutputStream.nullOutputStream());
        return kept.toByteArray();
    }
}
