// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.yaml.YamlMapping;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import dev.seks.schemas.yaml.YamlSequence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mapping that {@link FormReader} let through, by key: every value is of its form, any may be
 * absent, and the place of an item that did not fit is held by a faulty one.
 */
record Fields(Map<String, YamlMapping.Entry> entries) {
    static final Fields NONE = new Fields(Map.of());

    static Fields of(YamlNode node) {
        return new Fields(((YamlMapping) node).entries());
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    Optional<YamlNode> any(String key) {
        return Optional.ofNullable(entries.get(key)).map(YamlMapping.Entry::value);
    }

    Optional<YamlScalar> scalar(String key) {
        return any(key).map(YamlScalar.class::cast);
    }

    Optional<String> text(String key) {
        return scalar(key).map(YamlScalar::text);
    }

    Optional<Duration> span(String key) {
        return text(key).flatMap(Grammar::span);
    }

    Optional<Integer> whole(String key) {
        return text(key).map(Integer::parseInt);
    }

    Optional<Boolean> flag(String key) {
        return text(key).map(Boolean::parseBoolean);
    }

    /** The mapping under the key, empty where it is absent. */
    Fields fields(String key) {
        return any(key).map(Fields::of).orElse(NONE);
    }

    /** What stands in the list under the key, or the one value there. */
    List<YamlNode> items(String key) {
        return any(key).map(node -> node instanceof YamlSequence list ? list.items() : List.of(node))
                .orElse(List.of());
    }

    List<YamlScalar> scalars(String key) {
        return items(key).stream()
                .filter(YamlScalar.class::isInstance)
                .map(YamlScalar.class::cast)
                .toList();
    }
}
