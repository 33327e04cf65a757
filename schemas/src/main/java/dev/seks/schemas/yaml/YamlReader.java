// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.yaml;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Reads one strict YAML document into nodes with positions. One document, no tags, no null, no duplicate key, few
 * aliases; the time and memory spent are bounded by the bounds named here, whatever the text.
 */
public final class YamlReader {
    /** The largest file read, in bytes of UTF-8. */
    public static final int MAX_BYTES = 2 * 1024 * 1024;

    /** How deep mappings and lists may be nested. */
    public static final int MAX_DEPTH = 16;

    /** How many aliases a file may hold. */
    public static final int MAX_ALIASES = 50;

    /** How many values a file may hold once its aliases are expanded. */
    public static final int MAX_NODES = 400_000;

    private static final int MAX_STARS_TOLD = 20;

    private YamlReader() {}

    /** The root of the document, or null when the text could not be read; faults then say why. */
    public static @Nullable YamlNode read(SourceFile source, Faults faults) {
        if (isTooLarge(source.text())) {
            faults.add(source.path(), 1, 1, "file is too large, expected at most " + MAX_BYTES + " bytes");
            return null;
        }
        StringBuilder text = new StringBuilder(source.text());
        Set<Integer> stars = new HashSet<>();
        while (stars.size() <= MAX_STARS_TOLD) {
            Attempt attempt = attempt(source.path(), text.toString(), stars);
            if (attempt.star == null) {
                attempt.faults.sorted().forEach(f -> faults.add(f.file(), f.line(), f.column(), f.message()));
                return attempt.root;
            }
            Mark star = attempt.star;
            String quoted = '"' + word(text, star) + '"';
            String message = "an unquoted * starts a YAML alias, quote it: " + quoted;
            faults.add(source.path(), star.getLine() + 1, star.getColumn() + 1, message);
            // the fault is told; a letter in its place lets the rest of the file be read too
            text.setCharAt(offset(text, star), 'x');
            stars.add(star.getIndex());
        }
        return null;
    }

    /** One reading; {@code star} is where it stopped because of an unquoted {@code *}. */
    private record Attempt(
            @Nullable YamlNode root, @Nullable Mark star, Faults faults) {}

    private static Attempt attempt(String path, String text, Set<Integer> stars) {
        Faults faults = new Faults();
        try {
            LoaderOptions options = new LoaderOptions();
            options.setCodePointLimit(MAX_BYTES);
            options.setProcessComments(false);
            ParserImpl parser = new ParserImpl(new StreamReader(text), options);
            return new Attempt(new NodeBuilder(path, parser, faults, stars).document(), null, faults);
        } catch (MarkedYAMLException e) {
            Mark context = e.getContextMark();
            if ("while scanning an alias".equals(e.getContext()) && context != null) {
                return new Attempt(null, context, faults);
            }
            Mark at = e.getProblemMark();
            faults.add(path, at.getLine() + 1, at.getColumn() + 1, "not readable as YAML: " + sentence(e));
        } catch (ReaderException e) {
            faults.add(path, lineOf(text, e.getPosition()), 1, "not readable as YAML: a character that is not text");
        } catch (YAMLException e) {
            faults.add(path, 1, 1, "not readable as YAML");
        }
        return new Attempt(null, null, faults);
    }

    private static String sentence(MarkedYAMLException e) {
        String problem = e.getProblem() == null ? "" : e.getProblem().strip();
        String context = e.getContext() == null ? "" : e.getContext().strip() + ", ";
        return (context + problem).replace('\n', ' ');
    }

    private static boolean isTooLarge(String text) {
        return text.length() > MAX_BYTES
                || (text.length() > MAX_BYTES / 3 && text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES);
    }

    private static int lineOf(String text, int position) {
        return 1
                + (int) text.chars()
                        .limit(Math.max(0, position))
                        .filter(c -> c == '\n')
                        .count();
    }

    /** The mark counts code points, the text UTF-16 units. */
    private static int offset(CharSequence text, Mark mark) {
        return Character.offsetByCodePoints(text, 0, mark.getIndex());
    }

    private static String word(CharSequence text, Mark mark) {
        int start = offset(text, mark);
        int end = start;
        while (end < text.length() && end < start + 60 && " ,]}\r\n\t".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.subSequence(start, end).toString();
    }
}
