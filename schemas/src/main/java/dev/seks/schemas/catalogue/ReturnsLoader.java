// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.Suggestion;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlMapping;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads which fields of an answer are shown: a list of {@code field}, or of {@code field: type}. */
final class ReturnsLoader {
    static final int MAX_RETURNS = 128;

    private static final String NAME = "[A-Za-z0-9_-]{1,64}";
    private static final String FIELD = NAME + "(\\." + NAME + "){0,7}";

    private final Faults faults;

    ReturnsLoader(Faults faults) {
        this.faults = faults;
    }

    List<ReturnField> returns(YamlFields action) {
        List<ReturnField> returns = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (YamlNode item : action.items("returns")) {
            if (item instanceof YamlMapping mapping) {
                mapping.entries()
                        .values()
                        .forEach(entry -> type(entry.value()).ifPresent(type -> add(entry.key(), type, returns, seen)));
            } else {
                YamlFields.text(item, "returns entry", faults)
                        .ifPresent(field -> add(field, ReturnType.ANY, returns, seen));
            }
        }
        return returns;
    }

    private void add(YamlScalar field, ReturnType type, List<ReturnField> returns, Set<String> seen) {
        if (!field.text().matches(FIELD)) {
            faults.add(field, "returns " + field.described() + ", expected a field such as id or owner.login");
        } else if (!seen.add(field.text())) {
            faults.add(field, "returns " + field.described() + " twice");
        } else if (returns.size() == MAX_RETURNS) {
            faults.add(field, "more than " + MAX_RETURNS + " fields to return");
        } else {
            returns.add(ReturnField.of(field.text(), type));
        }
    }

    private Optional<ReturnType> type(YamlNode node) {
        Optional<YamlScalar> word = YamlFields.text(node, "type", faults);
        Optional<ReturnType> type = word.flatMap(w -> ReturnType.of(w.text()));
        if (word.isPresent() && type.isEmpty()) {
            faults.add(
                    node,
                    "type " + node.described()
                            + Suggestion.didYouMean(word.get().text(), ReturnType.words()) + ", expected one of "
                            + String.join(", ", ReturnType.words()));
        }
        return type;
    }
}
