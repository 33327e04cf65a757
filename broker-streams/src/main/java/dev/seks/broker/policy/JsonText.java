// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes maps, lists, texts, whole numbers and truth values as JSON, in the order in which they stand. */
final class JsonText {
    static final Literal NULL = new Literal("null");

    private static final String INDENT = "  ";

    private final StringBuilder out = new StringBuilder();

    /** A number or a word as JSON writes it. */
    record Literal(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    private JsonText() {}

    static String of(Map<String, ?> object) {
        JsonText json = new JsonText();
        json.value(object, "");
        return json.out.append('\n').toString();
    }

    private void value(Object value, String indent) {
        if (value instanceof Map<?, ?> map) {
            object(map, indent);
        } else if (value instanceof List<?> list) {
            array(list, indent);
        } else if (value instanceof String text) {
            text(text);
        } else {
            out.append(value);
        }
    }

    private void object(Map<?, ?> map, String indent) {
        out.append('{');
        String deeper = indent + INDENT;
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            out.append('\n').append(deeper);
            text((String) entry.getKey());
            out.append(": ");
            value(entry.getValue(), deeper);
            out.append(entries.hasNext() ? "," : "\n" + indent);
        }
        out.append('}');
    }

    private void array(List<?> list, String indent) {
        out.append('[');
        String deeper = indent + INDENT;
        Iterator<?> items = list.iterator();
        while (items.hasNext()) {
            out.append('\n').append(deeper);
            value(items.next(), deeper);
            out.append(items.hasNext() ? "," : "\n" + indent);
        }
        out.append(']');
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                default -> out.append(c < 0x20 || c > 0x7e ? "\\u" + hex(c) : String.valueOf(c));
            }
        }
        out.append('"');
    }

    private static String hex(char c) {
        String digits = Integer.toHexString(c);
        return "0".repeat(4 - digits.length()) + digits;
    }
}
