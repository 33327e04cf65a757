// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of docs, parts of which are generated: each stands between two marks, indented as they are. */
public final class Guide {
    private final Path page;

    private Guide(Path page) {
        this.page = page;
    }

    /** A page in docs, seen from a module of the first level. */
    public static Guide of(String name) {
        return new Guide(Path.of("../docs").resolve(name));
    }

    public String text() {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The part between the marks of that name. */
    public String block(String name) {
        String text = text();
        return text.substring(begin(text, name), end(text, name));
    }

    /** Requires the part to be this; with {@code -Dregenerate} makes it so. */
    public void holds(String name, String content) {
        String text = text();
        String indent = " "
                .repeat(text.indexOf("<!-- " + name + " -->")
                        - text.lastIndexOf('\n', text.indexOf("<!-- " + name + " -->"))
                        - 1);
        String written = content.replaceAll("(?m)^(?=.)", indent);
        if (System.getProperty("regenerate") != null) {
            try {
                Files.writeString(
                        page, text.substring(0, begin(text, name)) + written + text.substring(end(text, name)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertThat(block(name)).isEqualTo(written);
    }

    private static int begin(String text, String name) {
        String mark = "<!-- " + name + " -->\n";
        int at = text.indexOf(mark);
        assertThat(at).as(mark).isGreaterThanOrEqualTo(0);
        return at + mark.length();
    }

    /** Where the line of the closing mark begins. */
    private static int end(String text, String name) {
        return text.lastIndexOf('\n', text.indexOf("<!-- /" + name + " -->")) + 1;
    }
}
