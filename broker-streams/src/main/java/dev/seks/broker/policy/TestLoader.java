// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.broker.policy;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlMapping;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import dev.seks.schemas.yaml.YamlSequence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads tests of policies. */
final class TestLoader {
    private static final String NUMBER = "-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?";

    private final Faults faults;

    TestLoader(Faults faults) {
        this.faults = faults;
    }

    /** {@code path} is that of the list in its file. */
    List<PolicyTest> tests(String path, List<YamlNode> items) {
        List<PolicyTest> tests = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof YamlMapping mapping && isWhole(Fields.of(mapping))) {
                tests.add(test(path + "[" + i + "]", mapping));
            }
        }
        return tests;
    }

    /** What lacks something that is required has had its fault told, and is not read. */
    private static boolean isWhole(Fields test) {
        Fields given = test.fields("given");
        return test.has("expect") && given.has("agent") && given.has("service") && given.has("action");
    }

    private PolicyTest test(String path, YamlMapping mapping) {
        Fields fields = Fields.of(mapping);
        Fields given = fields.fields("given");
        return new PolicyTest(
                path,
                mapping.file(),
                mapping.line(),
                fields.text("name").orElse(path),
                new PolicyTest.Question(
                        given.text("agent").orElseThrow(),
                        given.text("service").orElseThrow(),
                        given.text("action").orElseThrow(),
                        given.any("params")
                                .map(params -> JsonText.of(object((YamlMapping) params)))
                                .orElse("{}"),
                        given.text("reason").orElse("")),
                fields.text("at").map(Instant::parse).orElse(PolicyTest.DEFAULT_AT),
                new PolicyTest.Expected(
                        fields.text("expect").orElseThrow(), fields.text("reason"), fields.text("rule")));
    }

    private Map<String, Object> object(YamlMapping mapping) {
        Map<String, Object> object = new LinkedHashMap<>();
        mapping.entries().forEach((name, entry) -> object.put(name, value(entry.value())));
        return object;
    }

    private Object value(YamlNode node) {
        if (node instanceof YamlMapping mapping) {
            return object(mapping);
        } else if (node instanceof YamlSequence list) {
            return list.items().stream().map(this::value).toList();
        }
        return node instanceof YamlScalar scalar ? scalar(scalar) : JsonText.NULL;
    }

    /** What JSON knows too is read as in JSON; what only YAML takes for something else than text must be quoted. */
    private Object scalar(YamlScalar scalar) {
        String text = scalar.text();
        boolean isJson = text.equals("true") || text.equals("false") || text.matches(NUMBER);
        if (scalar.plain() && isJson) {
            return new JsonText.Literal(text);
        }
        if (scalar.isAmbiguous()) {
            faults.add(scalar, "parameter is " + scalar.described() + ", quote it if it is text: \"" + text + "\"");
        }
        return text;
    }
}
