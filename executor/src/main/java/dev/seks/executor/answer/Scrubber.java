// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Removes pieces of a secret from an answer: plain, percent-encoded, escaped as in JSON or HTML or in any mixture and
 * nesting of these, in hex, and in base64 at every alignment inside a longer text. Text with deeper escapes than anybody
 * needs is removed whole. Works on decoded JSON, so that no escape of the transport hides anything.
 */
public final class Scrubber {
    static final String REDACTED = "[redacted]";

    private final Map<View, List<Needle>> needles = new EnumMap<>(View.class);

    private Scrubber(List<String> pieces) {
        for (View view : View.values()) {
            needles.put(
                    view,
                    pieces.stream()
                            .flatMap(piece -> view.needles(piece).stream())
                            .toList());
        }
    }

    /** One that removes each of these. */
    public static Scrubber of(List<String> pieces) {
        return new Scrubber(pieces);
    }

    /** Whether any trace of a piece is left. */
    public boolean finds(String text) {
        Spelling spelling = new Spelling(text);
        return spelling.isDeeper()
                || needles.values().stream()
                        .flatMap(List::stream)
                        .anyMatch(needle -> !needle.ends(spelling, true).isEmpty());
    }

    /** The same answer without the pieces, in values and in field names; the argument is left as it is. */
    public JsonNode scrubbed(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode clean = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(field -> clean.set(scrubbed(field.getKey()), scrubbed(field.getValue())));
            return clean;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode clean = JsonNodeFactory.instance.arrayNode();
            list.forEach(element -> clean.add(scrubbed(element)));
            return clean;
        }
        String text = node.asText();
        String clean = scrubbed(text);
        return clean.equals(text) ? node : JsonNodeFactory.instance.textNode(clean);
    }

    /** The text with each trace replaced. */
    public String scrubbed(String text) {
        Spelling spelling = new Spelling(text);
        BitSet traces = traces(spelling);
        if (traces.isEmpty()) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        int at = 0;
        for (int from = traces.nextSetBit(0); from >= 0; from = traces.nextSetBit(at)) {
            clean.append(spelling.part(at, from)).append(REDACTED);
            at = traces.nextClearBit(from);
        }
        return clean.append(spelling.part(at, spelling.length())).toString();
    }

    /** Which characters belong to a trace. */
    private BitSet traces(Spelling text) {
        BitSet traces = new BitSet();
        if (text.isDeeper()) {
            traces.set(0, text.length());
            return traces;
        }
        Needle.Steps steps = null;
        for (Map.Entry<View, List<Needle>> sought : needles.entrySet()) {
            for (Needle needle : sought.getValue()) {
                BitSet ends = needle.ends(text, false);
                if (!ends.isEmpty()) {
                    steps = steps == null ? new Needle.Steps(text) : steps;
                    mark(sought.getKey(), needle, text, steps, ends, traces);
                }
            }
        }
        return traces;
    }

    /** From the last to the first: one that reaches into what is marked already is broken by that. */
    private static void mark(View view, Needle needle, Spelling text, Needle.Steps steps, BitSet ends, BitSet traces) {
        int marked = Integer.MAX_VALUE;
        for (int end = ends.length() - 1; end > 0; end = ends.previousSetBit(end - 1)) {
            if (end <= marked) {
                int start = needle.start(text, steps, end);
                marked = start;
                int from = start > 0 && view.mayHold(text.character(start - 1, 0)) ? start - 1 : start;
                int to = end < text.length() && view.mayHold(text.character(end, 0)) ? end + 1 : end;
                traces.set(from, to);
            }
        }
    }
}
