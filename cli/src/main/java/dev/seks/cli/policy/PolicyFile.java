// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import dev.seks.schemas.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What stands in a file that a person named: its text, or why it can be none of a policy. */
sealed interface PolicyFile {

    /** It is text. */
    record Text(SourceFile source) implements PolicyFile {}

    /** It is not, or too much of it. */
    record NoText(Fault fault) implements PolicyFile {}

    /**
     * Reads at most {@link YamlReader#MAX_BYTES}.
     *
     * @param what names the file in a fault, e.g. policy
     * @param name the path by which its faults name it
     * @throws EnvironmentFault when there is no such file, or it cannot be read
     */
    static PolicyFile read(String what, Path file, String name) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(YamlReader.MAX_BYTES + 1);
        } catch (IOException e) {
            throw EnvironmentFault.because(what + " " + file + " cannot be read: " + reason(file), e);
        }
        if (bytes.length > YamlReader.MAX_BYTES) {
            return new NoText(
                    new Fault(name, 1, 1, "file is too large, expected at most " + YamlReader.MAX_BYTES + " bytes"));
        }
        return decode(bytes, name);
    }

    private static PolicyFile decode(byte[] bytes, String name) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, text, true);
        text.flip();
        if (!result.isError()) {
            return new Text(new SourceFile(name, text.toString()));
        }
        String before = text.toString();
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int column = before.length() - before.lastIndexOf('\n');
        String octet = String.format("%02x", bytes[in.position()]);
        return new NoText(new Fault(name, line, column, "byte " + octet + " is not UTF-8, expected text"));
    }

    private static String reason(Path file) {
        if (!Files.exists(file)) {
            return "it does not exist";
        }
        return Files.isDirectory(file) ? "it is a folder, expected a file" : "permission denied";
    }
}
