// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.file;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The name of a file or folder in its folder: plain, and no path. */
record FileName(String text, Path path) {
    /** How names begin that are the executor's own. */
    static final String TEMPORARY = ".seks-";

    private static final int MAX_LENGTH = 200;

    static FileName of(String name) throws RefusedPathException {
        boolean plain = !name.isBlank()
                && name.length() <= MAX_LENGTH
                && !name.equals(".")
                && !name.equals("..")
                && !name.startsWith(TEMPORARY)
                && name.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || Character.isISOControl(c));
        if (!plain) {
            throw new RefusedPathException("a name that is no plain file name");
        }
        try {
            return new FileName(name, Path.of(name));
        } catch (InvalidPathException e) {
            throw new RefusedPathException("a name with a character that file names here cannot have");
        }
    }
}
