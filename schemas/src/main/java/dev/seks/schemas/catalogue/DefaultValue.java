// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import dev.seks.schemas.yaml.YamlSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the default of a parameter as a value of its type. */
final class DefaultValue {
    private DefaultValue() {}

    /** The value, or empty if what stands there is of another kind. */
    static Optional<Object> read(YamlNode node, ParamType type) {
        if (type instanceof ParamType.Texts) {
            return texts(node);
        }
        if (!(node instanceof YamlScalar scalar)) {
            return Optional.empty();
        }
        String text = scalar.text();
        if (type instanceof ParamType.Text) {
            return scalar.isAmbiguous() ? Optional.empty() : Optional.of(text);
        }
        if (!scalar.plain()) {
            return Optional.empty();
        }
        if (type instanceof ParamType.Flag) {
            return text.equals("true") || text.equals("false") ? Optional.of(text.equals("true")) : Optional.empty();
        }
        if (type instanceof ParamType.Whole) {
            return text.matches("-?(0|[1-9][0-9]{0,17})") ? Optional.of(Long.valueOf(text)) : Optional.empty();
        }
        return text.matches("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?")
                ? Optional.of(Double.valueOf(text))
                : Optional.empty();
    }

    private static Optional<Object> texts(YamlNode node) {
        if (!(node instanceof YamlSequence sequence)) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
            if (!(item instanceof YamlScalar scalar) || scalar.isAmbiguous()) {
                return Optional.empty();
            }
            texts.add(scalar.text());
        }
        return Optional.of(List.copyOf(texts));
    }
}
