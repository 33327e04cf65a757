// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seks.schemas.catalogue.ReturnField;
import dev.seks.schemas.catalogue.ReturnType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reduces an answer to the fields that the catalogue lists, where they are of the type that it gives. A list is reduced
 * element by element; what is neither object nor list has no fields and is left out.
 */
final class Projection {

    /** The fields wanted at one place, and whether what stands there is wanted itself. */
    private static final class Wanted {
        private final Map<String, Wanted> below = new LinkedHashMap<>();
        private @Nullable ReturnType whole;
    }

    private final Wanted root = new Wanted();

    private Projection(List<ReturnField> returns) {
        for (ReturnField field : returns) {
            Wanted at = root;
            for (String name : field.path()) {
                at = at.below.computeIfAbsent(name, unused -> new Wanted());
            }
            at.whole = field.type();
        }
    }

    /** Keeps the fields named. */
    static Projection to(List<ReturnField> returns) {
        return new Projection(returns);
    }

    /** What of {@code answer} may be seen. */
    JsonNode of(JsonNode answer) {
        return reduced(answer, root);
    }

    private static JsonNode reduced(JsonNode node, Wanted wanted) {
        if (node instanceof ArrayNode list) {
            ArrayNode reduced = JsonNodeFactory.instance.arrayNode();
            for (JsonNode element : list) {
                if (element.isContainerNode()) {
                    reduced.add(reduced(element, wanted));
                }
            }
            return reduced;
        }
        ObjectNode reduced = JsonNodeFactory.instance.objectNode();
        wanted.below.forEach((name, field) -> {
            JsonNode value = node.get(name);
            if (value != null) {
                field(value, field).ifPresent(shown -> reduced.set(name, shown));
            }
        });
        return reduced;
    }

    /** A field as far as it is wanted; one that is wanted whole is, even where a field inside it is listed too. */
    private static Optional<JsonNode> field(JsonNode value, Wanted wanted) {
        if (wanted.whole != null && fits(value, wanted.whole)) {
            return Optional.of(value);
        }
        return value.isContainerNode() && !wanted.below.isEmpty()
                ? Optional.of(reduced(value, wanted))
                : Optional.empty();
    }

    private static boolean fits(JsonNode value, ReturnType type) {
        if (value.isNull()) {
            return true;
        }
        return switch (type) {
            case ANY -> true;
            case STRING -> value.isTextual();
            case INTEGER -> value.isIntegralNumber();
            case NUMBER -> value.isNumber();
            case BOOLEAN -> value.isBoolean();
            case STRINGS ->
                value.isArray()
                        && StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isTextual);
        };
    }
}
