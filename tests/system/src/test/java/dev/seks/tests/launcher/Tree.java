// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.tests.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * The launcher's script in a source tree of its own, whose path has blanks: as good as built from the classes under
 * test, so that the script has something to start and nothing to build.
 */
final class Tree {
    private static final List<String> MODULES =
            List.of("schemas", "broker-streams", "approval-service", "executor", "agent-client", "cli");
    private static final Path SCRIPT = Path.of("../../seks");
    private static final long PATIENCE_S = 600;

    private final Path root;

    Tree(Path folder) throws IOException {
        this.root = Files.createDirectory(folder.resolve("a tree with blanks")).toRealPath();
        Files.copy(SCRIPT, script(), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        for (String module : MODULES) {
            Files.createDirectories(root.resolve(module).resolve("src/main"));
            Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>");
        }
        Path build = Files.createDirectories(launcher().resolve("build.1"));
        startsTheClassesUnderTest(build.resolve("seks.jar"));
        Files.writeString(launcher().resolve("current"), "build.1\n");
        Files.setLastModifiedTime(
                Files.writeString(build.resolve("stamp"), ""),
                FileTime.from(Instant.now().plusSeconds(60)));
        // as after an attempt that came to nothing: no archive is made
        Files.writeString(build.resolve("classes-" + Runtime.version().feature() + ".jsa.failed"), "");
    }

    Path root() {
        return root;
    }

    Path script() {
        return root.resolve("seks");
    }

    Path launcher() {
        return root.resolve("cli/target/launcher");
    }

    /** Makes its sources newer than its build. */
    void touchSources() throws IOException {
        Path source = Files.writeString(root.resolve("schemas/src/main/New.java"), "class New {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(120)));
    }

    /** Runs the script, or a link to it, in a folder. */
    static Ran run(Path script, Path folder, Map<String, String> environment, String... args)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("launcher", ".out");
        Path err = Files.createTempFile("launcher", ".err");
        try {
            ProcessBuilder command = new ProcessBuilder(script.toString()).directory(folder.toFile());
            command.command().addAll(List.of(args));
            command.environment().put("JAVA_HOME", System.getProperty("java.home"));
            command.environment().putAll(environment);
            Process process = command.redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + PATIENCE_S + " s");
            }
            return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** What a run came to. */
    record Ran(int code, String out, String err) {}

    /** An executable shell script that stands for another program. */
    static Path program(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void startsTheClassesUnderTest(Path jar) throws IOException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "dev.seks.cli.Seks");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream made = new JarOutputStream(file, manifest)) {
            made.finish();
        }
    }
}
