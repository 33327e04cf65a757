// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * One SQL statement with {@code :name} placeholders. Whatever databases read differently (comments, dollar quotes,
 * backslashes, several statements) is refused, so that a placeholder here is a parameter there and nothing else is.
 *
 * @param text with a question mark for each placeholder
 * @param params the names of the placeholders, in the order of the question marks
 * @param verb the first word, in upper case
 */
public record SqlStatement(String text, List<String> params, String verb) {
    /** Longest statement. */
    public static final int MAX_LENGTH = 8192;

    private static final Set<String> READING = Set.of("SELECT", "WITH", "VALUES", "TABLE");
    private static final Set<String> CHANGING = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");

    public SqlStatement {
        params = List.copyOf(params);
    }

    /** The statement written so, or empty after telling what is wrong with it. */
    static Optional<SqlStatement> parse(String written, Consumer<String> fault) {
        if (written.length() > MAX_LENGTH) {
            fault.accept("longer than " + MAX_LENGTH + " characters");
            return Optional.empty();
        }
        String verb = written.strip().split("[^A-Za-z]", 2)[0].toUpperCase(Locale.ROOT);
        if (!READING.contains(verb) && !CHANGING.contains(verb)) {
            fault.accept("not one statement that reads or writes rows: SELECT, WITH, VALUES, TABLE, INSERT, UPDATE,"
                    + " DELETE or MERGE");
            return Optional.empty();
        }
        return new Reader(written, fault).read().map(r -> new SqlStatement(r.out.toString(), r.params, verb));
    }

    /** The words that a statement may begin with. */
    static Set<String> verbs() {
        Set<String> verbs = new TreeSet<>(READING);
        verbs.addAll(CHANGING);
        return verbs;
    }

    /** Whether it is of a kind that changes rows; one that is not may do so all the same. */
    boolean changesSomething() {
        return CHANGING.contains(verb);
    }

    /** Goes over the text once, quotes and all. */
    private static final class Reader {
        private final String in;
        private final Consumer<String> fault;
        private final StringBuilder out = new StringBuilder();
        private final List<String> params = new ArrayList<>();
        private int at;

        Reader(String in, Consumer<String> fault) {
            this.in = in;
            this.fault = fault;
        }

        Optional<Reader> read() {
            while (at < in.length()) {
                char c = in.charAt(at);
                boolean fits = c == '\'' || c == '"' ? quoted(c) : c == ':' ? colon() : plain(c);
                if (!fits) {
                    return Optional.empty();
                }
            }
            return Optional.of(this);
        }

        private boolean quoted(char quote) {
            int end = in.indexOf(quote, at + 1);
            if (end < 0) {
                return refused("a quote that does not end");
            }
            String text = in.substring(at, end + 1);
            if (text.indexOf('\\') >= 0) {
                return refused("a backslash");
            }
            out.append(text);
            at = end + 1;
            return true;
        }

        private boolean colon() {
            if (in.startsWith("::", at)) {
                out.append("::");
                at += 2;
                return true;
            }
            int end = at + 1;
            while (end < in.length() && isWord(in.charAt(end))) {
                end++;
            }
            if (end == at + 1) {
                return refused("a : without a name");
            }
            params.add(in.substring(at + 1, end));
            out.append('?');
            at = end;
            return true;
        }

        private boolean plain(char c) {
            boolean comments = in.startsWith("--", at) || in.startsWith("/*", at);
            if (comments) {
                return refused("a comment, expected it in YAML");
            }
            if ("?;\\$`{}".indexOf(c) >= 0 || (c < ' ' && "\n\r\t".indexOf(c) < 0) || c > '~') {
                return refused(c == ';' ? "a ;, expected one statement" : "a character of no use in a statement");
            }
            out.append(c);
            at++;
            return true;
        }

        private boolean refused(String what) {
            fault.accept(what + " at character " + (at + 1));
            return false;
        }

        private static boolean isWord(char c) {
            return c == '_' || (c < 128 && Character.isLetterOrDigit(c));
        }
    }
}
