// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.option;

import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.topic.Sizes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** What {@code --params} gives: the JSON itself, a file with it, or standard input. */
public final class ParamsOption {
    /** One more than is allowed is read, so that what is too large is told from what just fits. */
    private static final int MAX_READ = Sizes.PARAMS + 1;

    private ParamsOption() {}

    /** {@code pairs} are what stands on the command line beside it. */
    public static String text(String option, List<String> pairs, InputStream standardInput) {
        if (!pairs.isEmpty()) {
            throw EnvironmentFault.of("both --params and NAME=TEXT, expected one of them");
        }
        try {
            if (option.equals("-")) {
                return utf8(standardInput.readNBytes(MAX_READ));
            }
            return option.startsWith("@") ? file(Path.of(option.substring(1))) : option;
        } catch (IOException e) {
            throw EnvironmentFault.because("the parameters cannot be read: " + e.getMessage(), e);
        }
    }

    private static String file(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return utf8(in.readNBytes(MAX_READ));
        } catch (NoSuchFileException e) {
            throw EnvironmentFault.because("there is no file " + file + ", expected one with a JSON object", e);
        }
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
