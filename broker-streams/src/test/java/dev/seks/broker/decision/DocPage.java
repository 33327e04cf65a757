// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the docs as its parts: text, policies, and blocks that show what comes of the policy above them. */
final class DocPage {
    private static final Pattern FENCED = Pattern.compile("(?m)^(?:<!-- ([a-z ]+) -->\n)?```([a-z]+)\n(.*?)^```\n", 32);

    private DocPage() {}

    /** What a block is for. */
    enum Kind {
        /** Text between blocks, or a block that is none of the others. */
        PROSE,
        /** A complete policy file. */
        POLICY,
        /** What {@code policy check} prints about the policy above. */
        CHECK,
        /** What happens under the policy above: lines that begin with {@code >} are events, the others what comes of them. */
        PLAY
    }

    /**
     * A part of a page.
     *
     * @param raw all of it, as it stands on the page
     * @param mark the comment before the block; empty if there is none
     * @param text what stands in the block
     * @param line where the block begins on the page, from 1
     */
    record Part(Kind kind, String raw, String mark, String text, int line) {

        /** The same block with another text. */
        String holding(String other) {
            return raw.substring(0, raw.indexOf(text, raw.indexOf("```"))) + other + "```\n";
        }
    }

    static List<Part> parts(String page) {
        List<Part> parts = new ArrayList<>();
        Matcher block = FENCED.matcher(page);
        int end = 0;
        while (block.find()) {
            parts.add(new Part(Kind.PROSE, page.substring(end, block.start()), "", "", line(page, end)));
            String mark = block.group(1) == null ? "" : block.group(1);
            Kind kind = kind(block.group(2), block.group(3));
            parts.add(new Part(kind, block.group(), mark, block.group(3), line(page, block.start(3))));
            end = block.end();
        }
        parts.add(new Part(Kind.PROSE, page.substring(end), "", "", line(page, end)));
        return parts;
    }

    private static Kind kind(String language, String text) {
        if (language.equals("yaml")
                && Pattern.compile("(?m)^version: ").matcher(text).find()) {
            return Kind.POLICY;
        } else if (text.startsWith(DocStory.CHECK)) {
            return Kind.CHECK;
        }
        return text.startsWith(DocStory.EVENT) ? Kind.PLAY : Kind.PROSE;
    }

    private static int line(String page, int at) {
        return 1 + (int) page.substring(0, at).chars().filter(c -> c == '\n').count();
    }
}
