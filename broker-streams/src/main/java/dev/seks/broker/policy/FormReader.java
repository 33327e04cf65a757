// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlFaulty;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlMapping;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import dev.seks.schemas.yaml.YamlSequence;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds a file against the forms and gives back what fits: whatever does not becomes a fault and is left out, so that
 * one pass finds every fault and nothing read after it is of a wrong form.
 */
final class FormReader {
    private static final String ROOT = "the policy";

    private final Faults faults;

    FormReader(Faults faults) {
        this.faults = faults;
    }

    /** The file without what does not fit; empty if it is not even a mapping. */
    Optional<YamlMapping> read(YamlNode root) {
        return read(root, Language.POLICY, "").map(YamlMapping.class::cast);
    }

    /** The tests of a file that holds nothing else, without what does not fit. */
    List<YamlNode> readTests(YamlNode root) {
        return read(root, Language.TESTS, PolicyCases.PATH)
                .map(list -> ((YamlSequence) list).items())
                .orElse(List.of());
    }

    private Optional<? extends YamlNode> read(YamlNode node, Form form, String path) {
        if (form instanceof Form.Mapping mapping) {
            return mapping(node, mapping, path);
        } else if (form instanceof Form.MapOf map) {
            return map(node, map, path);
        } else if (form instanceof Form.ListOf list) {
            return list(node, list.item(), list.min(), list.max(), path);
        } else if (form instanceof Form.Either either) {
            return either(node, either, path);
        } else if (form instanceof Form.OneOrMore texts) {
            return node instanceof YamlSequence
                    ? list(node, texts.item(), 1, texts.max(), path)
                    : text(node, texts.item());
        } else if (form instanceof Form.Text text) {
            return text(node, text);
        } else if (form instanceof Form.Free) {
            return YamlFields.mapping(node, last(path), faults);
        }
        return scalar(node, form, last(path));
    }

    private Optional<YamlMapping> mapping(YamlNode node, Form.Mapping form, String path) {
        Optional<YamlMapping> found = YamlFields.mapping(node, path.isEmpty() ? ROOT : path, faults);
        found.ifPresent(mapping -> refuseUnknown(mapping, form, path));
        return found.map(mapping -> {
            Map<String, YamlMapping.Entry> fitting = new LinkedHashMap<>();
            for (Key key : form.keys()) {
                YamlMapping.Entry entry = mapping.entries().get(key.name());
                if (entry != null) {
                    read(entry.value(), key.form(), below(path, key.name()))
                            .ifPresent(value -> fitting.put(key.name(), new YamlMapping.Entry(entry.key(), value)));
                } else if (key.required()) {
                    faults.add(mapping, (path.isEmpty() ? ROOT : path) + " has no " + key.name());
                }
            }
            return with(mapping, fitting);
        });
    }

    private void refuseUnknown(YamlMapping mapping, Form.Mapping form, String path) {
        List<String> known = form.keys().stream().map(Key::name).sorted().toList();
        mapping.entries().forEach((name, entry) -> {
            if (!known.contains(name)) {
                faults.add(
                        entry.key(),
                        "unknown key " + entry.key().described() + " in " + (path.isEmpty() ? ROOT : path)
                                + faults.didYouMean(name, known) + ", expected one of " + String.join(", ", known));
            }
        });
    }

    private Optional<YamlMapping> map(YamlNode node, Form.MapOf form, String path) {
        return YamlFields.mapping(node, last(path), faults).map(mapping -> {
            int size = mapping.entries().size();
            if (size > form.max()) {
                faults.add(mapping, last(path) + " has " + size + " entries, expected at most " + form.max());
                return with(mapping, Map.of());
            }
            Map<String, YamlMapping.Entry> fitting = new LinkedHashMap<>();
            mapping.entries().forEach((name, entry) -> {
                boolean fits = form.key().check().test(name);
                if (!fits) {
                    faults.add(
                            entry.key(),
                            form.key().noun() + " " + entry.key().described() + ", "
                                    + form.key().expected());
                }
                Optional<? extends YamlNode> value = read(entry.value(), form.value(), below(path, name));
                if (fits && value.isPresent()) {
                    fitting.put(name, new YamlMapping.Entry(entry.key(), value.get()));
                }
            });
            return with(mapping, fitting);
        });
    }

    /** What does not fit keeps its place, so that the paths of what does stay right. */
    private Optional<YamlSequence> list(YamlNode node, Form item, int min, int max, String path) {
        if (!(node instanceof YamlSequence sequence)) {
            faults.add(node, last(path) + " is " + node.described() + ", expected a list");
            return Optional.empty();
        }
        int size = sequence.items().size();
        if (size < min || size > max) {
            YamlNode at = size < min ? sequence : sequence.items().get(max);
            faults.add(
                    at,
                    last(path) + " has " + size + " entries, expected "
                            + (size < min ? "at least " + min : "at most " + max));
            return Optional.empty();
        }
        List<YamlNode> fitting = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            YamlNode at = sequence.items().get(i);
            Optional<? extends YamlNode> value = read(at, item, path + "[" + i + "]");
            fitting.add(value.isPresent() ? value.get() : new YamlFaulty(at.file(), at.line(), at.column()));
        }
        return Optional.of(new YamlSequence(node.file(), node.line(), node.column(), fitting));
    }

    private Optional<? extends YamlNode> either(YamlNode node, Form.Either form, String path) {
        if (node instanceof YamlMapping) {
            return mapping(node, form.full(), path);
        }
        if (node instanceof YamlSequence) {
            String noun = form.full().title();
            faults.add(node, noun + " is a list, expected a " + form.shorthand().noun() + " or a mapping");
            return Optional.empty();
        }
        return text(node, form.shorthand());
    }

    private Optional<YamlScalar> text(YamlNode node, Form.Text form) {
        return YamlFields.text(node, form.noun(), faults).filter(scalar -> {
            boolean fits = form.check().test(scalar.text());
            if (!fits) {
                faults.add(scalar, form.noun() + " " + scalar.described() + ", " + form.expected());
            }
            return fits;
        });
    }

    private Optional<YamlScalar> scalar(YamlNode node, Form form, String what) {
        if (node instanceof YamlScalar scalar && fits(scalar, form)) {
            return Optional.of(scalar);
        }
        String meant = form instanceof Form.Word word && node instanceof YamlScalar scalar
                ? faults.didYouMean(scalar.text(), word.words())
                : "";
        faults.add(node, what + " is " + node.described() + meant + ", expected " + expected(form));
        return Optional.empty();
    }

    private static boolean fits(YamlScalar scalar, Form form) {
        String text = scalar.text();
        if (form instanceof Form.Word word) {
            return word.words().contains(text);
        } else if (form instanceof Form.Flag) {
            return scalar.plain() && (text.equals("true") || text.equals("false"));
        } else if (form instanceof Form.Whole whole) {
            return scalar.plain()
                    && text.matches("0|[1-9][0-9]{0,17}")
                    && Long.parseLong(text) >= whole.min()
                    && Long.parseLong(text) <= whole.max();
        } else if (form instanceof Form.Span span) {
            Optional<Duration> read = Grammar.span(text);
            return read.isPresent()
                    && read.get().compareTo(span.min()) >= 0
                    && read.get().compareTo(span.max()) <= 0;
        }
        return form instanceof Form.Money && scalar.plain() && microUsd(text).isPresent();
    }

    private static String expected(Form form) {
        if (form instanceof Form.Word word) {
            return "one of " + String.join(", ", word.words());
        } else if (form instanceof Form.Flag) {
            return "true or false";
        } else if (form instanceof Form.Whole whole) {
            return whole.min() == whole.max()
                    ? "" + whole.min()
                    : "a whole number from " + whole.min() + " to " + whole.max();
        } else if (form instanceof Form.Span span) {
            return "a time such as 15m, from " + Grammar.told(span.min()) + " to " + Grammar.told(span.max());
        }
        return "an amount such as 2.50, with at most six decimals";
    }

    /** An amount of dollars in millionths. */
    static Optional<Long> microUsd(String text) {
        return text.matches("(0|[1-9][0-9]{0,8})(\\.[0-9]{1,6})?")
                ? Optional.of(new BigDecimal(text).movePointRight(6).longValueExact())
                : Optional.empty();
    }

    private static YamlMapping with(YamlMapping mapping, Map<String, YamlMapping.Entry> entries) {
        return new YamlMapping(mapping.file(), mapping.line(), mapping.column(), entries);
    }

    private static String below(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** What stands at the end of a path, which is enough to say in a fault that has a line and a column. */
    private static String last(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }
}
