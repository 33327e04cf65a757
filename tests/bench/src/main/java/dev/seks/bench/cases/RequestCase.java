// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.bench.cases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One request of the conformance cases, and what must come of it.
 *
 * @param name its theme and its name
 * @param policy the text of its policy
 * @param catalogues the texts of its catalogues by file name
 * @param given the request as the case has it
 * @param rules all rules that determine the outcome, where the case says so
 */
record RequestCase(
        String name,
        String policy,
        List<String> operators,
        Map<String, String> catalogues,
        Map<String, Object> given,
        String outcome,
        String reason,
        Optional<Set<String>> rules) {
    private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    /** All requests below the folder {@code tests/conformance}; sequences and faulty policies are not among them. */
    static List<RequestCase> in(Path conformance) {
        List<RequestCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(conformance.resolve("cases"))) {
            for (Path path : files.sorted().toList()) {
                Map<String, Object> file = Yaml.file(path);
                String theme = path.getFileName().toString().replace(".yaml", "");
                Map<String, String> catalogues = new LinkedHashMap<>();
                for (String name : Yaml.texts(file.get("catalogue"))) {
                    catalogues.put(name, Files.readString(conformance.resolve("catalogues/" + name + ".yaml")));
                }
                Yaml.mappings(file.get("cases")).stream()
                        .filter(body -> body.containsKey("given"))
                        .forEach(body -> cases.add(of(theme, file, catalogues, body)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    private static RequestCase of(
            String theme, Map<String, Object> file, Map<String, String> catalogues, Map<String, Object> body) {
        return new RequestCase(
                theme + ": " + body.get("name"),
                (String) body.getOrDefault("policy", file.get("policy")),
                Yaml.texts(body.getOrDefault("operators", file.get("operators"))),
                catalogues,
                Yaml.mapping(body.get("given")),
                (String) body.get("expect"),
                (String) body.get("reason"),
                Optional.ofNullable(body.get("rules")).map(rules -> Set.copyOf(Yaml.texts(rules))));
    }

    /** What is asked. */
    Question question() throws NoWordsException {
        Object sent = given.get("params");
        String json = sent == null ? "{}" : sent instanceof String text ? text : Yaml.json(Yaml.mapping(sent));
        Map<String, Object> params = new LinkedHashMap<>(
                Yaml.json(json).orElseThrow(() -> new NoWordsException("parameters that are no object of JSON")));
        Map<String, Object> action = declared();
        Yaml.mapping(action.get("params")).forEach((name, declared) -> {
            Map<String, Object> param = Yaml.mapping(declared);
            if (param.containsKey("default")) {
                params.putIfAbsent(name, param.get("default"));
            }
            if ("number".equals(param.get("type")) && params.get(name) instanceof Number number) {
                params.put(name, number.doubleValue());
            }
        });
        return new Question(
                (String) given.get("agent"),
                (String) given.get("service"),
                (String) given.get("action"),
                json,
                params,
                !((String) given.getOrDefault("reason", "")).isBlank(),
                at(),
                (String) action.getOrDefault("effect", ""));
    }

    Instant at() {
        return given.containsKey("at") ? Instant.parse((String) given.get("at")) : NOON;
    }

    /** What the catalogue says about the action; empty where it does not have it. */
    Map<String, Object> declared() {
        String catalogue = catalogues.get((String) given.get("service"));
        return catalogue == null
                ? Map.of()
                : Yaml.mapping(Yaml.mapping(Yaml.text(catalogue).get("actions")).get((String) given.get("action")));
    }
}
