// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema (draft 7) of a policy file, for editors, made from the forms by which the file is read. It refuses
 * nothing that the reader accepts; what it cannot say, such as that a group exists, only the reader refuses.
 */
public final class PolicySchema {
    private static final String TITLE = "seks-policy.yaml, version 1";
    private static final String SPAN = "^[1-9][0-9]{0,5}[smhd]$";

    private final Map<String, Object> definitions = new LinkedHashMap<>();

    private PolicySchema() {}

    /** The schema as JSON text. */
    public static String text() {
        return JsonText.of(new PolicySchema().root());
    }

    private Map<String, Object> root() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("$schema", "http://json-schema.org/draft-07/schema#");
        root.put("title", TITLE);
        root.putAll(mapping(Language.POLICY));
        root.put("definitions", definitions);
        return root;
    }

    private Map<String, Object> mapping(Form.Mapping form) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", form.doc());
        schema.put("type", "object");
        Map<String, Object> properties = new LinkedHashMap<>();
        List<Object> required = new ArrayList<>();
        for (Key key : form.keys()) {
            properties.put(key.name(), property(key));
            if (key.required()) {
                required.add(key.name());
            }
        }
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    private Map<String, Object> property(Key key) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", key.doc());
        if (!key.fallback().isEmpty()) {
            String otherwise = key.literal() ? "`" + key.fallback() + "`" : key.fallback();
            schema.put("markdownDescription", key.doc() + "\n\nWhere it is absent: " + otherwise);
        }
        Map<String, Object> form = schema(key.form());
        if (form.containsKey("$ref")) {
            // draft 7 ignores whatever stands beside a reference
            schema.put("allOf", List.of(form));
        } else {
            schema.putAll(form);
        }
        if (key.literal()) {
            schema.put("default", value(key));
        }
        return schema;
    }

    private static Object value(Key key) {
        return key.form() instanceof Form.Whole
                ? Long.valueOf(key.fallback())
                : key.form() instanceof Form.Flag ? Boolean.valueOf(key.fallback()) : key.fallback();
    }

    private Map<String, Object> schema(Form form) {
        if (form instanceof Form.Mapping mapping) {
            return reference(mapping);
        } else if (form instanceof Form.MapOf map) {
            return object(
                    "propertyNames", text(map.key()),
                    "additionalProperties", schema(map.value()),
                    "maxProperties", (long) map.max());
        } else if (form instanceof Form.ListOf list) {
            return array(schema(list.item()), list.min(), list.max());
        } else if (form instanceof Form.Either either) {
            return Map.of("anyOf", List.of(text(either.shorthand()), reference(either.full())));
        } else if (form instanceof Form.OneOrMore texts) {
            return Map.of("anyOf", List.of(text(texts.item()), array(text(texts.item()), 1, texts.max())));
        } else if (form instanceof Form.Text text) {
            return text(text);
        }
        return scalar(form);
    }

    private static Map<String, Object> scalar(Form form) {
        if (form instanceof Form.Word word) {
            return Map.of("enum", List.copyOf(word.words()));
        } else if (form instanceof Form.Whole whole) {
            return whole.min() == whole.max()
                    ? Map.of("const", whole.min())
                    : ordered("type", "integer", "minimum", whole.min(), "maximum", whole.max());
        } else if (form instanceof Form.Money) {
            return ordered("type", "number", "minimum", 0L, "exclusiveMaximum", 1_000_000_000L);
        } else if (form instanceof Form.Flag) {
            return Map.of("type", "boolean");
        } else if (form instanceof Form.Span span) {
            return ordered(
                    "type",
                    "string",
                    "pattern",
                    SPAN,
                    "patternErrorMessage",
                    "expected a time such as 15m, from " + Grammar.told(span.min()) + " to "
                            + Grammar.told(span.max()));
        } else if (form instanceof Form.Free) {
            return Map.of("type", "object");
        }
        throw new IllegalStateException("a form without a schema, expected one for each");
    }

    /** A mapping is described once, wherever it stands. */
    private Map<String, Object> reference(Form.Mapping mapping) {
        String name = mapping.title().replace(' ', '_');
        if (!definitions.containsKey(name)) {
            definitions.put(name, Map.of());
            definitions.put(name, mapping(mapping));
        }
        return Map.of("$ref", "#/definitions/" + name);
    }

    private static Map<String, Object> text(Form.Text form) {
        return ordered("type", "string", "pattern", form.pattern(), "patternErrorMessage", form.expected());
    }

    private static Map<String, Object> array(Map<String, Object> items, int min, int max) {
        Map<String, Object> schema = ordered("type", "array", "items", items, "maxItems", (long) max);
        if (min > 0) {
            schema.put("minItems", (long) min);
        }
        return schema;
    }

    private static Map<String, Object> object(Object... pairs) {
        Map<String, Object> schema = ordered("type", "object");
        schema.putAll(ordered(pairs));
        return schema;
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> ordered = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            ordered.put((String) pairs[i], pairs[i + 1]);
        }
        return ordered;
    }
}
