// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.policy;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A table in Markdown, and the figures in its cells. */
final class Markdown {
    private final StringBuilder text = new StringBuilder();

    Markdown(String... heads) {
        row(heads);
        row(Collections.nCopies(heads.length, "---").toArray(String[]::new));
    }

    Markdown row(String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
        return this;
    }

    Markdown row(String first, List<String> others) {
        text.append("| ").append(first).append(" | ");
        text.append(String.join(" | ", others)).append(" |\n");
        return this;
    }

    /** The table, with a line that says what is in it. */
    String titled(String title) {
        return title + "\n\n" + text + "\n";
    }

    /** With as many digits after the point as still say something. */
    static String number(double figure) {
        if (Double.isNaN(figure)) {
            return "-";
        }
        return String.format(Locale.ROOT, figure < 99.95 ? "%,.1f" : "%,.0f", figure);
    }

    /** With the unit that makes it a short number. */
    static String nanos(double figure) {
        if (figure < 1e4) {
            return number(figure) + " ns";
        }
        return figure < 1e7 ? number(figure / 1e3) + " us" : number(figure / 1e6) + " ms";
    }

    static String seconds(double figure) {
        return String.format(Locale.ROOT, "%.2f s", figure);
    }

    /** How many times as much. */
    static String times(double figure) {
        return number(figure) + " x";
    }
}
