// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.executor.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reduces an answer to the fields that the catalogue lists. A list is reduced element by element; what is neither object
 * nor list has no fields and is left out.
 */
final class Projection {
    /** The fields wanted at one level; a field with nothing below it is taken whole. */
    private record Fields(Map<String, Fields> below) {
        boolean isWhole() {
            return below.isEmpty();
        }
    }

    private final Fields wanted;

    private Projection(Fields wanted) {
        this.wanted = wanted;
    }

    /** Keeps the fields named, {@code a.b} for one inside another. */
    static Projection to(List<String> returns) {
        Fields root = new Fields(new LinkedHashMap<>());
        List<String> whole = new ArrayList<>();
        for (String path : returns) {
            Fields at = root;
            for (String name : path.split("\\.")) {
                at = at.below.computeIfAbsent(name, unused -> new Fields(new LinkedHashMap<>()));
            }
            whole.add(path);
        }
        // a field listed whole stays whole even where a field inside it is listed too
        for (String path : whole) {
            Fields at = root;
            for (String name : path.split("\\.")) {
                Fields next = at.below.get(name);
                if (next == null) {
                    break;
                }
                at = next;
            }
            at.below.clear();
        }
        return new Projection(root);
    }

    /** What of {@code answer} may be seen. */
    JsonNode of(JsonNode answer) {
        return wanted.isWhole() ? JsonNodeFactory.instance.objectNode() : reduced(answer, wanted);
    }

    private static JsonNode reduced(JsonNode node, Fields fields) {
        if (fields.isWhole()) {
            return node;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode reduced = JsonNodeFactory.instance.arrayNode();
            for (JsonNode element : list) {
                if (element.isContainerNode()) {
                    reduced.add(reduced(element, fields));
                }
            }
            return reduced;
        }
        ObjectNode reduced = JsonNodeFactory.instance.objectNode();
        fields.below.forEach((name, below) -> {
            JsonNode value = node.get(name);
            if (value != null && (below.isWhole() || value.isContainerNode())) {
                reduced.set(name, reduced(value, below));
            }
        });
        return reduced;
    }
}
