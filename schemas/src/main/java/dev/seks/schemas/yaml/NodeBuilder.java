// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;

/** Turns the events of one YAML stream into nodes and refuses what a strict file may not hold. */
final class NodeBuilder {
    private final String path;
    private final Parser parser;
    private final Faults faults;
    private final Set<Integer> stars;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private int aliases;
    private int nodes;

    /** A node that can be referred to, and how many values it holds once expanded. */
    private record Anchored(YamlNode node, int size) {}

    /** {@code stars} are the places, in code points, of values that are told already to need quotes. */
    NodeBuilder(String path, Parser parser, Faults faults, Set<Integer> stars) {
        this.path = path;
        this.parser = parser;
        this.faults = faults;
        this.stars = stars;
    }

    /** The root of the only document, or null with a fault when there is none. */
    @Nullable
    YamlNode document() {
        parser.getEvent();
        if (parser.checkEvent(Event.ID.StreamEnd)) {
            faults.add(path, 1, 1, "file is empty, expected a mapping");
            return null;
        }
        parser.getEvent();
        YamlNode root = node(1);
        if (root == null) {
            return null;
        }
        parser.getEvent();
        if (!parser.checkEvent(Event.ID.StreamEnd)) {
            fault(parser.peekEvent(), "a second document, expected one document per file");
        }
        return root;
    }

    /** The next value; null means that reading stopped at a bound, and a fault says which. */
    private @Nullable YamlNode node(int depth) {
        Event event = parser.getEvent();
        if (depth > YamlReader.MAX_DEPTH) {
            fault(event, "nested deeper than " + YamlReader.MAX_DEPTH + " levels");
            return null;
        }
        if (event instanceof AliasEvent alias) {
            return alias(alias);
        }
        int before = nodes;
        if (++nodes > YamlReader.MAX_NODES) {
            fault(event, "more than " + YamlReader.MAX_NODES + " values in one file");
            return null;
        }
        refuseTag((NodeEvent) event);
        YamlNode node;
        if (event instanceof ScalarEvent scalar) {
            node = scalar(scalar);
        } else if (event instanceof MappingStartEvent) {
            node = mapping(event, depth);
        } else {
            node = sequence(event, depth);
        }
        String anchor = ((NodeEvent) event).getAnchor();
        if (anchor != null && node != null) {
            anchors.put(anchor, new Anchored(node, nodes - before));
        }
        return node;
    }

    private YamlNode scalar(ScalarEvent event) {
        Mark at = event.getStartMark();
        if (stars.contains(at.getIndex())) {
            return new YamlFaulty(path, line(event), column(event));
        }
        return new YamlScalar(path, at.getLine() + 1, at.getColumn() + 1, event.getValue(), event.isPlain());
    }

    private @Nullable YamlNode alias(AliasEvent event) {
        Anchored target = anchors.get(event.getAnchor());
        if (target == null) {
            fault(
                    event,
                    "*" + event.getAnchor() + " is a YAML alias without an anchor, to write a pattern quote it: \"*"
                            + event.getAnchor() + "\"");
            return new YamlFaulty(path, line(event), column(event));
        }
        if (++aliases > YamlReader.MAX_ALIASES) {
            fault(event, "more than " + YamlReader.MAX_ALIASES + " aliases in one file");
            return null;
        }
        nodes += target.size();
        if (nodes > YamlReader.MAX_NODES) {
            fault(event, "more than " + YamlReader.MAX_NODES + " values in one file");
            return null;
        }
        return target.node();
    }

    private @Nullable YamlNode sequence(Event start, int depth) {
        List<YamlNode> items = new ArrayList<>();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            YamlNode item = node(depth + 1);
            if (item == null) {
                return null;
            }
            items.add(filled(item, "list entry"));
        }
        parser.getEvent();
        return new YamlSequence(path, line(start), column(start), items);
    }

    private @Nullable YamlNode mapping(Event start, int depth) {
        Map<String, YamlMapping.Entry> entries = new LinkedHashMap<>();
        while (!parser.checkEvent(Event.ID.MappingEnd)) {
            YamlNode key = node(depth + 1);
            YamlNode value = key == null ? null : node(depth + 1);
            if (key == null || value == null) {
                return null;
            }
            if (key instanceof YamlScalar name) {
                put(entries, name, value);
            } else {
                faults.add(key, "a key is " + key.described() + ", expected a name");
            }
        }
        parser.getEvent();
        return new YamlMapping(path, line(start), column(start), entries);
    }

    private void put(Map<String, YamlMapping.Entry> entries, YamlScalar key, YamlNode value) {
        if (key.isAmbiguous()) {
            faults.add(
                    key,
                    key.described() + " is not read as text by every YAML reader, quote it: \"" + key.text() + "\"");
            return;
        }
        YamlMapping.Entry earlier = entries.get(key.text());
        if (earlier != null) {
            faults.add(
                    key,
                    "duplicate key " + key.described() + ", first on line "
                            + earlier.key().line());
            return;
        }
        entries.put(key.text(), new YamlMapping.Entry(key, filled(value, key.described())));
    }

    private YamlNode filled(YamlNode value, String what) {
        if (value instanceof YamlScalar scalar && scalar.isNull()) {
            faults.add(value, what + " is null, expected a value");
            return new YamlFaulty(path, value.line(), value.column());
        }
        return value;
    }

    private void refuseTag(NodeEvent event) {
        String tag = event instanceof ScalarEvent s ? s.getTag() : ((CollectionStartEvent) event).getTag();
        if (tag != null) {
            fault(event, "a YAML tag, expected a plain value");
        }
    }

    private void fault(Event at, String message) {
        faults.add(path, line(at), column(at), message);
    }

    private static int line(Event event) {
        return event.getStartMark().getLine() + 1;
    }

    private static int column(Event event) {
        return event.getStartMark().getColumn() + 1;
    }
}
