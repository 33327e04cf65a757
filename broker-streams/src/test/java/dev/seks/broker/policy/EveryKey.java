// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.SourceFile;
import dev.seks.schemas.yaml.YamlMapping;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlReader;
import dev.seks.schemas.yaml.YamlScalar;
import dev.seks.schemas.yaml.YamlSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The example that holds every key of the language, read key by key along the forms. */
final class EveryKey {
    private static final Path FILE = Path.of("../examples/every-key.yaml");
    private static final int MAX_SHOWN = 72;

    private final Map<String, YamlNode> found = new LinkedHashMap<>();
    private final Map<String, String> all = new LinkedHashMap<>();

    private EveryKey() {}

    static EveryKey read() throws IOException {
        EveryKey keys = new EveryKey();
        Faults faults = new Faults();
        YamlNode root = YamlReader.read(new SourceFile(FILE.toString(), Files.readString(FILE)), faults);
        if (root == null || !faults.isEmpty()) {
            throw new IllegalStateException(faults.sorted().toString());
        }
        keys.walk(root, Language.POLICY);
        keys.declare(Language.POLICY);
        return keys;
    }

    /** The keys that the example lacks, as {@code mapping/key}. */
    List<String> missing() {
        List<String> missing = new ArrayList<>(all.keySet());
        missing.removeAll(found.keySet());
        return missing;
    }

    /** The first value in the example, on one line. */
    String example(Form.Mapping mapping, Key key) {
        YamlNode node = found.get(mapping.title() + "/" + key.name());
        return node == null ? "" : shortened(key.name() + ": " + flow(node));
    }

    private void declare(Form form) {
        if (form instanceof Form.Mapping mapping) {
            for (Key key : mapping.keys()) {
                if (all.put(mapping.title() + "/" + key.name(), "") == null) {
                    declare(key.form());
                }
            }
        } else if (form instanceof Form.MapOf map) {
            declare(map.value());
        } else if (form instanceof Form.ListOf list) {
            declare(list.item());
        } else if (form instanceof Form.Either either) {
            declare(either.full());
        }
    }

    private void walk(YamlNode node, Form form) {
        if (form instanceof Form.Mapping mapping && node instanceof YamlMapping entries) {
            for (Key key : mapping.keys()) {
                YamlMapping.Entry entry = entries.entries().get(key.name());
                if (entry != null) {
                    found.putIfAbsent(mapping.title() + "/" + key.name(), entry.value());
                    walk(entry.value(), key.form());
                }
            }
        } else if (form instanceof Form.MapOf map && node instanceof YamlMapping entries) {
            entries.entries().values().forEach(entry -> walk(entry.value(), map.value()));
        } else if (form instanceof Form.ListOf list && node instanceof YamlSequence items) {
            items.items().forEach(item -> walk(item, list.item()));
        } else if (form instanceof Form.Either either) {
            walk(node, either.full());
        }
    }

    private static String flow(YamlNode node) {
        if (node instanceof YamlScalar scalar) {
            return scalar.plain() ? scalar.text() : quoted(scalar.text());
        } else if (node instanceof YamlSequence list) {
            return list.items().stream().map(EveryKey::flow).collect(Collectors.joining(", ", "[", "]"));
        }
        return ((YamlMapping) node)
                .entries().entrySet().stream()
                        .map(entry -> name(entry.getKey()) + ": "
                                + flow(entry.getValue().value()))
                        .collect(Collectors.joining(", ", "{ ", " }"));
    }

    private static String name(String key) {
        return key.matches("[a-z][a-z0-9_-]*") ? key : quoted(key);
    }

    private static String quoted(String text) {
        return text.indexOf('"') < 0 ? '"' + text + '"' : "'" + text + "'";
    }

    private static String shortened(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + " …";
    }
}
