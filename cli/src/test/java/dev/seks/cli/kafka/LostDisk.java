// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.kafka;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a disk that is lost looks like to a broker. */
public final class LostDisk {
    private LostDisk() {}

    /** Puts a file where a broker has its folder, so that it can neither read nor write there. */
    public static void lose(Path data) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(data)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
        Files.writeString(data, "lost");
    }
}
