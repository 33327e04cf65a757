// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.cli.agent;

import dev.seks.broker.policy.Policy;
import dev.seks.cli.fault.EnvironmentFault;
import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.SourceFile;
import dev.seks.schemas.yaml.YamlMapping;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlReader;
import dev.seks.schemas.yaml.YamlScalar;
import dev.seks.schemas.yaml.YamlSequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The text of a policy file in which the keys of agents are changed, and nothing else: comments and all other lines stay as
 * they are. A change is made only where what comes of it reads exactly as meant; where a file is laid out otherwise than this
 * class knows, it says what to write by hand.
 */
record PolicyText(String path, String text) {
    private static final String STEP = "  ";

    /** The keys that the file lists for each agent; empty where it lists none. */
    Map<String, Optional<List<String>>> agents() {
        Map<String, Optional<List<String>>> agents = new LinkedHashMap<>();
        mapping(root(), "agents")
                .ifPresent(named -> named.entries().forEach((name, entry) -> {
                    if (name.indexOf('*') < 0) {
                        agents.put(name, keys(entry.value()));
                    }
                }));
        return agents;
    }

    /** The same with one agent more, which may do nothing yet. */
    PolicyText add(String agent, List<String> keys) {
        List<String> lines = lines();
        Optional<Integer> agents = lineOf(root(), "agents");
        if (agents.isEmpty() || !lines.get(agents.get()).strip().matches("agents\\s*:\\s*(#.*)?")) {
            throw byHand("agents:\n" + STEP + agent + ": { keys: " + flow(keys) + ", services: {} }");
        }
        String indent = indentBelow(lines, agents.get());
        lines.add(agents.get() + 1, indent + agent + ":");
        lines.add(agents.get() + 2, indent + STEP + "keys: " + flow(keys));
        lines.add(agents.get() + 3, indent + STEP + "services: {}");
        return changed(lines, agent, keys);
    }

    /** The same with these keys for an agent that it has. */
    PolicyText withKeys(String agent, List<String> keys) {
        List<String> lines = lines();
        YamlMapping named = mapping(root(), "agents").orElseThrow();
        int at = named.entries().get(agent).key().line() - 1;
        Optional<Integer> known = mapping(named, agent)
                .flatMap(fields -> Optional.ofNullable(fields.entries().get("keys")))
                .map(entry -> entry.key().line() - 1);
        if (known.isEmpty()) {
            if (!lines.get(at).strip().endsWith(":")) {
                throw byHand(agent + ": { keys: " + flow(keys) + ", ... }");
            }
            lines.add(at + 1, indentBelow(lines, at) + "keys: " + flow(keys));
            return changed(lines, agent, keys);
        }
        String line = lines.get(known.get());
        String indent = line.substring(0, line.indexOf(line.strip()));
        int end = known.get() + 1;
        while (end < lines.size() && lines.get(end).strip().startsWith("- ")) {
            end++; // the list goes on below its key
        }
        if (!line.strip().matches("keys\\s*:\\s*(\\[[^\\]]*\\])?\\s*(#.*)?")) {
            throw byHand("keys: " + flow(keys));
        }
        String comment = line.indexOf(" #") < 0 ? "" : line.substring(line.indexOf(" #"));
        lines.subList(known.get(), end).clear();
        lines.add(known.get(), indent + "keys: " + flow(keys) + comment);
        return changed(lines, agent, keys);
    }

    private PolicyText changed(List<String> lines, String agent, List<String> keys) {
        PolicyText changed = new PolicyText(path, String.join("\n", lines) + "\n");
        Map<String, Optional<List<String>>> meant = new LinkedHashMap<>(agents());
        meant.put(agent, Optional.of(keys));
        boolean isAsMeant = changed.agents().equals(meant)
                && Policy.load(new SourceFile(path, changed.text())) instanceof Policy.Loaded;
        if (!isAsMeant) {
            throw byHand("keys: " + flow(keys));
        }
        return changed;
    }

    private EnvironmentFault byHand(String snippet) {
        return EnvironmentFault.of(path + " is laid out in a way that is not changed here, so nothing is")
                .hint("write this by hand: " + snippet);
    }

    private List<String> lines() {
        return new ArrayList<>(text.lines().toList());
    }

    /** How deep what stands below a line is indented. */
    private static String indentBelow(List<String> lines, int at) {
        for (String line : lines.subList(at + 1, lines.size())) {
            String bare = line.strip();
            if (!bare.isEmpty() && !bare.startsWith("#")) {
                return line.substring(0, line.indexOf(bare));
            }
        }
        return STEP;
    }

    private static String flow(List<String> keys) {
        return keys.isEmpty() ? "[]" : "[\"" + String.join("\", \"", keys) + "\"]";
    }

    private YamlNode root() {
        Faults faults = new Faults();
        YamlNode root = YamlReader.read(new SourceFile(path, text), faults);
        if (root == null || !faults.isEmpty()) {
            throw EnvironmentFault.of(faults.sorted().get(0).toString()).hint("./seks policy check tells all faults");
        }
        return root;
    }

    private static Optional<Integer> lineOf(YamlNode root, String key) {
        return root instanceof YamlMapping fields
                ? Optional.ofNullable(fields.entries().get(key))
                        .map(entry -> entry.key().line() - 1)
                : Optional.empty();
    }

    private static Optional<YamlNode> child(YamlNode parent, String key) {
        return parent instanceof YamlMapping fields
                ? Optional.ofNullable(fields.entries().get(key)).map(YamlMapping.Entry::value)
                : Optional.empty();
    }

    private static Optional<YamlMapping> mapping(YamlNode parent, String key) {
        return child(parent, key).filter(YamlMapping.class::isInstance).map(YamlMapping.class::cast);
    }

    private static Optional<List<String>> keys(YamlNode agent) {
        return child(agent, "keys")
                .filter(YamlSequence.class::isInstance)
                .map(list -> ((YamlSequence) list)
                        .items().stream()
                                .filter(YamlScalar.class::isInstance)
                                .map(item -> ((YamlScalar) item).text())
                                .toList());
    }
}
