// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Text with {@code {parameter}} placeholders; there is no escape and no other syntax. */
public record Template(String text, List<Part> parts) {
    /** Longest template. */
    static final int MAX_LENGTH = 512;

    /** A piece of a template. */
    public sealed interface Part {}

    /** Text that stands for itself, never empty. */
    public record Literal(String text) implements Part {}

    /** The place of a parameter's value. */
    public record Placeholder(String param) implements Part {}

    public Template {
        parts = List.copyOf(parts);
    }

    /** The template written so, or empty after telling what is wrong with it. */
    static Optional<Template> parse(String text, Consumer<String> fault) {
        if (text.length() > MAX_LENGTH) {
            fault.accept("longer than " + MAX_LENGTH + " characters");
            return Optional.empty();
        }
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            String literal = open < 0 ? text.substring(at) : text.substring(at, open);
            if (literal.indexOf('}') >= 0) {
                fault.accept("a } without a {");
                return Optional.empty();
            }
            if (!literal.isEmpty()) {
                parts.add(new Literal(literal));
            }
            if (open < 0) {
                break;
            }
            int close = text.indexOf('}', open);
            if (close < 0) {
                fault.accept("a { without a }");
                return Optional.empty();
            }
            parts.add(new Placeholder(text.substring(open + 1, close)));
            at = close + 1;
        }
        return Optional.of(new Template(text, parts));
    }

    /** The names of the parameters it mentions, in order. */
    public List<String> params() {
        return parts.stream()
                .filter(Placeholder.class::isInstance)
                .map(p -> ((Placeholder) p).param())
                .toList();
    }

    /**
     * The text with each placeholder replaced by its encoded value.
     *
     * @throws IllegalStateException if one has no value
     */
    String render(Map<String, Object> params, UnaryOperator<String> encode) {
        StringBuilder out = new StringBuilder(text.length() + 32);
        for (Part part : parts) {
            if (part instanceof Literal literal) {
                out.append(literal.text());
            } else if (part instanceof Placeholder placeholder) {
                Object value = params.get(placeholder.param());
                if (value == null) {
                    throw new IllegalStateException("no value for " + placeholder.param());
                }
                out.append(encode.apply(value.toString()));
            }
        }
        return out.toString();
    }
}
