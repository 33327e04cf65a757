// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The reference page of the policy language, from its declarations. */
final class PolicyPage {
    private static final String HEAD = """
            # The policy file, key by key

            Generated from `Language` in `broker-streams`; `mvn -pl broker-streams -am test -Dregenerate` writes it anew.
            The examples are those of [every-key.yaml](../../examples/every-key.yaml), a policy that holds every key. How
            to write a policy is told in [the guide](../policy-guide.md).

            An editor that knows [the JSON Schema](seks-policy.schema.json) completes keys and marks mistakes. Print it with
            `./seks policy schema > seks-policy.schema.json`, and begin the policy with

            ```yaml
            # yaml-language-server: $schema=seks-policy.schema.json
            ```

            A file is one YAML document of at most 2 MiB in UTF-8, nested at most 16 deep, with at most 50 aliases, without
            tags. A key that is not listed here, a key twice, an empty value, or a value of another form is a fault, and a
            policy with a fault is never published.

            """;

    private final EveryKey examples;
    private final StringBuilder page = new StringBuilder(HEAD);
    private final Map<Form.Mapping, Set<String>> places = new LinkedHashMap<>();
    private final Map<String, Form.Text> texts = new LinkedHashMap<>();

    PolicyPage(EveryKey examples) {
        this.examples = examples;
    }

    String text() {
        place(Language.POLICY, "");
        places.forEach(this::section);
        page.append("## Values\n\n| what | expected | as a regular expression |\n|---|---|---|\n");
        texts.forEach((name, form) -> page.append("| %s | %s | `%s` |\n"
                .formatted(
                        name,
                        cell(form.expected().replaceFirst("^expected ", "")),
                        form.pattern().replace("|", "\\|"))));
        return page.toString();
    }

    private void place(Form form, String path) {
        if (form instanceof Form.Mapping mapping) {
            if (places.computeIfAbsent(mapping, m -> new LinkedHashSet<>()).add(path)) {
                mapping.keys().forEach(key -> place(key.form(), path.isEmpty() ? key.name() : path + "." + key.name()));
            }
        } else if (form instanceof Form.MapOf map) {
            place(map.value(), path + ".<" + map.key().noun() + ">");
        } else if (form instanceof Form.ListOf list) {
            place(list.item(), path + "[ ]");
        } else if (form instanceof Form.Either either) {
            place(either.full(), path);
        }
    }

    private void section(Form.Mapping mapping, Set<String> paths) {
        page.append("## ").append(mapping.title()).append("\n\n");
        page.append(mapping.doc()).append("\n\n");
        page.append(paths.contains("") ? "It is the whole file.\n\n" : "Stands at " + at(paths) + ".\n\n");
        page.append("| key | value | where it is absent | meaning | example |\n|---|---|---|---|---|\n");
        for (Key key : mapping.keys()) {
            page.append("| `%s` | %s | %s | %s | `%s` |\n"
                    .formatted(
                            key.name(),
                            cell(described(key.form())),
                            cell(absent(key)),
                            cell(key.doc()),
                            cell(examples.example(mapping, key))));
        }
        page.append('\n');
    }

    private static String at(Set<String> paths) {
        return new TreeSet<>(paths).stream().map(path -> "`" + path + "`").collect(Collectors.joining(", "));
    }

    private static String absent(Key key) {
        return key.required() ? "a fault" : key.literal() ? "`" + key.fallback() + "`" : key.fallback();
    }

    private String described(Form form) {
        if (form instanceof Form.Mapping mapping) {
            return "[" + mapping.title() + "](#" + mapping.title().replace(' ', '-') + ")";
        } else if (form instanceof Form.MapOf map) {
            return "for each " + name(map.key()) + ": " + described(map.value()) + "; at most " + map.max();
        } else if (form instanceof Form.ListOf list) {
            return "list of " + described(list.item()) + "; " + (list.min() > 0 ? "at least " + list.min() + ", " : "")
                    + "at most " + list.max();
        } else if (form instanceof Form.Either either) {
            return name(either.shorthand()) + " or " + described(either.full());
        } else if (form instanceof Form.OneOrMore texts) {
            return name(texts.item()) + ", or a list of 1 to " + texts.max();
        } else if (form instanceof Form.Text text) {
            return name(text);
        }
        return scalar(form);
    }

    private static String scalar(Form form) {
        if (form instanceof Form.Word word) {
            return word.words().stream().map(w -> "`" + w + "`").collect(Collectors.joining(", "));
        } else if (form instanceof Form.Whole whole) {
            return whole.min() == whole.max()
                    ? "`" + whole.min() + "`"
                    : "a whole number from " + whole.min() + " to " + whole.max();
        } else if (form instanceof Form.Money) {
            return "US dollars, with at most six decimals, below a billion";
        } else if (form instanceof Form.Flag) {
            return "`true` or `false`";
        } else if (form instanceof Form.Span span) {
            return "a time such as `90s`, `15m`, `2h` or `1d`, from " + Grammar.told(span.min()) + " to "
                    + Grammar.told(span.max());
        } else if (form instanceof Form.Free) {
            return "a mapping of the action's parameters";
        }
        throw new IllegalStateException("a form without words, expected some for each");
    }

    /** Two grammars with one noun are told apart by what is special about the second. */
    private String name(Form.Text form) {
        List<String> same = new ArrayList<>();
        texts.forEach((name, known) -> {
            if (known.equals(form)) {
                same.add(name);
            }
        });
        if (!same.isEmpty()) {
            return "[" + same.get(0) + "](#values)";
        }
        String name = form.noun();
        if (texts.containsKey(name)) {
            name = form.pattern().contains("*-]") ? name + " or pattern" : name + " name";
        }
        texts.put(name, form);
        return "[" + name + "](#values)";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ');
    }
}
