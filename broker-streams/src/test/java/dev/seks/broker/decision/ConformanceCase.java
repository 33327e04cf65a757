// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.decision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** One case of a conformance file: what the file says of all its cases, and what stands in the case itself. */
record ConformanceCase(String theme, Map<String, Object> file, Map<String, Object> body) {
    private static final Set<String> KEYS = Set.of(
            "name",
            "policy",
            "operators",
            "given",
            "expect",
            "reason",
            "rules",
            "lines",
            "says",
            "approval",
            "execute_within",
            "own_tests",
            "faults",
            "steps");

    ConformanceCase {
        Set<String> unknown = new HashSet<>(body.keySet());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(theme + ": unknown keys " + unknown + " in " + body.get("name"));
        }
    }

    static List<ConformanceCase> in(Path path) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Map<String, Object> file = new Yaml(new SafeConstructor(options)).load(Files.readString(path));
        String theme = path.getFileName().toString().replace(".yaml", "");
        List<ConformanceCase> cases = new ArrayList<>();
        mappings(file.get("cases")).forEach(body -> cases.add(new ConformanceCase(theme, file, body)));
        return cases;
    }

    String name() {
        return (String) body.get("name");
    }

    String policy() {
        return (String) body.getOrDefault("policy", file.get("policy"));
    }

    List<String> operators() {
        return texts(body.getOrDefault("operators", file.get("operators")));
    }

    List<String> catalogues() {
        return texts(file.get("catalogue"));
    }

    /** Every reason that it expects. */
    Stream<String> reasons() {
        return Stream.concat(Stream.of(body), mappings(body.get("steps")).stream())
                .filter(step -> step.containsKey("reason"))
                .map(step -> (String) step.get("reason"));
    }

    /** The list of mappings; empty for nothing. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> mappings(Object list) {
        return list == null ? List.of() : (List<Map<String, Object>>) list;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> mapping(Object mapping) {
        return mapping == null ? Map.of() : (Map<String, Object>) mapping;
    }

    @SuppressWarnings("unchecked")
    static List<String> texts(Object list) {
        return list == null ? List.of() : (List<String>) list;
    }
}
