// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.policy;

import dev.seks.broker.policy.Finding;
import dev.seks.schemas.yaml.Fault;
import dev.seks.schemas.yaml.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what YAML cannot: a {@code #} in front of {@code deny:} alone is valid, and makes the entries below it part of
 * the list above, so that what was denied is allowed.
 */
final class CommentedKeys {
    private static final String KEY = "[\"']?(allow|deny|require_approval)[\"']?\\s*:";
    private static final Pattern COMMENTED = Pattern.compile("(\\s*)#[#\\s]*" + KEY + "\\s*(#.*)?");
    private static final Pattern LIST = Pattern.compile("\\s*" + KEY + "\\s*(#.*)?");
    private static final Pattern ENTRY = Pattern.compile("\\s*-\\s.*");
    private static final Pattern NOTHING = Pattern.compile("\\s*(#.*)?");

    private CommentedKeys() {}

    static List<Finding> in(SourceFile source) {
        List<Finding> findings = new ArrayList<>();
        String list = "";
        int listLine = 0;
        Matcher commented = null;
        int commentLine = 0;
        int number = 0;
        for (String line : (Iterable<String>) source.text().lines()::iterator) {
            number++;
            Matcher candidate = COMMENTED.matcher(line);
            if (candidate.matches()) {
                commented = candidate;
                commentLine = number;
            }
            if (NOTHING.matcher(line).matches()) {
                continue;
            }
            Matcher opened = LIST.matcher(line);
            if (opened.matches()) {
                list = opened.group(1);
                listLine = number;
            } else if (!ENTRY.matcher(line).matches()) {
                // a line within an entry changes nothing; any other key begins something else
                list = line.strip().endsWith(":") ? "" : list;
            } else if (commented != null && !list.isEmpty() && !list.equals(commented.group(2))) {
                findings.add(finding(source, commented, commentLine, list + " (line " + listLine + ")"));
            }
            commented = null;
        }
        return findings;
    }

    private static Finding finding(SourceFile source, Matcher commented, int line, String list) {
        String key = commented.group(2);
        return new Finding(
                Finding.Severity.WARNING,
                new Fault(
                        source.path(),
                        line,
                        commented.group(1).length() + 1,
                        key + ": is commented out, so the entries below it belong to " + list
                                + "; comment them out too, or write " + key + ": []"));
    }
}
