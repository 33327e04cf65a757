// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntBinaryOperator;

/**
 * Removes pieces of a secret from an answer: plain, percent-encoded, escaped as in JSON or HTML or in any mixture and
 * nesting of these, in hex, and in base64 at every alignment inside a longer text. Text is read layer by layer, as a
 * reader would undo its escapes, and each layer is searched; text with more layers than anybody needs is removed whole.
 * Works on decoded JSON, so that no escape of the transport hides anything, in time linear in the text.
 */
public final class Scrubber {
    static final String REDACTED = "[redacted]";

    /** Text that still changes after so many readings was made to confuse. */
    static final int MAX_LAYERS = 6;

    private final Map<View, List<Needle>> needles = new EnumMap<>(View.class);

    private Scrubber(List<String> pieces) {
        for (View view : View.values()) {
            needles.put(
                    view,
                    pieces.stream()
                            .map(piece -> piece.getBytes(StandardCharsets.UTF_8))
                            .filter(bytes -> bytes.length > 0)
                            .flatMap(bytes -> view.needles(bytes).stream())
                            .filter(needle -> needle.length > 0)
                            .map(Needle::of)
                            .toList());
        }
    }

    /** One that removes each of these. */
    public static Scrubber of(List<String> pieces) {
        return new Scrubber(pieces);
    }

    /** Whether any trace of a piece is left. */
    public boolean finds(String text) {
        return !traces(text.getBytes(StandardCharsets.UTF_8), true).isEmpty();
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

    /** The text with each trace, and what touches it, replaced. */
    public String scrubbed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        BitSet traces = traces(bytes, false);
        if (traces.isEmpty()) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        int at = 0;
        for (int from = traces.nextSetBit(0); from >= 0; from = traces.nextSetBit(at)) {
            clean.append(new String(bytes, at, from - at, StandardCharsets.UTF_8))
                    .append(REDACTED);
            at = traces.nextClearBit(from);
        }
        return clean.append(new String(bytes, at, bytes.length - at, StandardCharsets.UTF_8))
                .toString();
    }

    /** Which bytes belong to a trace; with {@code any}, those of the first one found are enough. */
    private BitSet traces(byte[] text, boolean any) {
        BitSet traces = new BitSet();
        Spelling spelling = Spelling.of(text);
        for (int layer = 0; layer <= MAX_LAYERS; layer++) {
            for (View view : View.values()) {
                search(view, spelling, traces, any);
                if (any && !traces.isEmpty()) {
                    return traces;
                }
            }
            Spelling next = spelling.read();
            if (next == spelling) {
                return traces;
            }
            spelling = next;
        }
        traces.set(0, text.length);
        return traces;
    }

    private void search(View view, Spelling spelling, BitSet traces, boolean any) {
        byte[] text = spelling.bytes();
        byte[] seen = new byte[text.length];
        int[] places = new int[text.length];
        int length = 0;
        for (int i = 0; i < text.length; i++) {
            int b = view.seen(text[i] & 0xff);
            if (b != View.LEFT_OUT) {
                seen[length] = (byte) b;
                places[length++] = i;
            }
        }
        int seenLength = length;
        IntBinaryOperator mark = (first, last) -> {
            int from = first > 0 && view.mayHold(text[places[first - 1]]) ? first - 1 : first;
            int to = last + 1 < seenLength && view.mayHold(text[places[last + 1]]) ? last + 1 : last;
            traces.set(spelling.start(places[from]), spelling.end(places[to]));
            return any ? 1 : 0;
        };
        for (Needle needle : needles.get(view)) {
            needle.in(seen, seenLength, mark);
        }
    }
}
