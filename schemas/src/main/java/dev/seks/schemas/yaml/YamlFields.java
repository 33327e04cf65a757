// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Typed reading of one mapping whose keys are known. Every mistake becomes a fault at its place and the reading goes
 * on, so that one pass finds them all; an absent or wrong value is an empty answer.
 */
public final class YamlFields {
    private final YamlMapping mapping;
    private final String what;
    private final Faults faults;

    private YamlFields(YamlMapping mapping, String what, Faults faults) {
        this.mapping = mapping;
        this.what = what;
        this.faults = faults;
    }

    /** The fields of a value that must be a mapping with these keys and no others; {@code what} names it in faults. */
    public static Optional<YamlFields> of(YamlNode node, String what, Set<String> known, Faults faults) {
        return mapping(node, what, faults).map(mapping -> {
            YamlFields fields = new YamlFields(mapping, what, faults);
            fields.refuseUnknown(known);
            return fields;
        });
    }

    /** The value as a mapping with free keys. */
    public static Optional<YamlMapping> mapping(YamlNode node, String what, Faults faults) {
        if (node instanceof YamlMapping mapping) {
            return Optional.of(mapping);
        }
        faults.add(node, what + " is " + node.described() + ", expected a mapping");
        return Optional.empty();
    }

    /** The value as text. */
    public static Optional<YamlScalar> text(YamlNode node, String what, Faults faults) {
        if (!(node instanceof YamlScalar scalar)) {
            faults.add(node, what + " is " + node.described() + ", expected text");
            return Optional.empty();
        }
        if (scalar.isAmbiguous()) {
            faults.add(
                    node, what + " is " + scalar.described() + ", expected text, quote it: \"" + scalar.text() + "\"");
            return Optional.empty();
        }
        return Optional.of(scalar);
    }

    private void refuseUnknown(Set<String> known) {
        for (Map.Entry<String, YamlMapping.Entry> entry : mapping.entries().entrySet()) {
            if (!known.contains(entry.getKey())) {
                faults.add(
                        entry.getValue().key(),
                        "unknown key " + entry.getValue().key().described() + " in " + what
                                + Suggestion.didYouMean(entry.getKey(), known) + ", expected one of "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    public YamlMapping node() {
        return mapping;
    }

    public boolean has(String key) {
        return mapping.entries().containsKey(key);
    }

    /** The value under the key, whatever it is. */
    public Optional<YamlNode> any(String key) {
        return Optional.ofNullable(mapping.entries().get(key)).map(YamlMapping.Entry::value);
    }

    /** The value under the key; its absence is a fault. */
    public Optional<YamlNode> required(String key) {
        if (!has(key)) {
            faults.add(mapping, what + " has no " + key);
        }
        return any(key);
    }

    public Optional<YamlScalar> text(String key) {
        return any(key).flatMap(node -> text(node, key, faults));
    }

    public Optional<YamlScalar> requiredText(String key) {
        return required(key).flatMap(node -> text(node, key, faults));
    }

    /** The value under the key as {@code true} or {@code false}, unquoted and in lower case. */
    public Optional<Boolean> flag(String key) {
        return any(key).flatMap(node -> {
            if (node instanceof YamlScalar s
                    && s.plain()
                    && (s.text().equals("true") || s.text().equals("false"))) {
                return Optional.of(s.text().equals("true"));
            }
            faults.add(node, key + " is " + node.described() + ", expected true or false");
            return Optional.empty();
        });
    }

    /** The value under the key as an unquoted decimal integer within the bounds. */
    public Optional<Long> integer(String key, long min, long max) {
        return any(key).flatMap(node -> integer(node, key, min, max));
    }

    private Optional<Long> integer(YamlNode node, String key, long min, long max) {
        if (node instanceof YamlScalar s && s.plain() && s.text().matches("-?(0|[1-9][0-9]{0,17})")) {
            long value = Long.parseLong(s.text());
            if (value >= min && value <= max) {
                return Optional.of(value);
            }
        }
        faults.add(node, key + " is " + node.described() + ", expected a whole number from " + min + " to " + max);
        return Optional.empty();
    }

    /** The mapping with free keys under the key; empty entries when it is absent or wrong. */
    public Map<String, YamlMapping.Entry> entries(String key) {
        return any(key).flatMap(node -> mapping(node, key, faults))
                .map(YamlMapping::entries)
                .orElse(Map.of());
    }

    /** The items of the list under the key; none when it is absent or wrong. */
    public List<YamlNode> items(String key) {
        return any(key).map(node -> {
                    if (node instanceof YamlSequence sequence) {
                        return sequence.items();
                    }
                    faults.add(node, key + " is " + node.described() + ", expected a list");
                    return List.<YamlNode>of();
                })
                .orElse(List.of());
    }

    /** The items of the list under the key that are text; the others are faults. */
    public List<YamlScalar> texts(String key) {
        List<YamlScalar> texts = new ArrayList<>();
        for (YamlNode item : items(key)) {
            text(item, key + " entry", faults).ifPresent(texts::add);
        }
        return texts;
    }
}
