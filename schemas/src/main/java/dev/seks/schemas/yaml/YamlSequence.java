// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.yaml;

import java.util.List;

/** A list of values, in the order of the file. */
public record YamlSequence(String file, int line, int column, List<YamlNode> items) implements YamlNode {
    public YamlSequence {
        items = List.copyOf(items);
    }

    @Override
    public String described() {
        return "a list";
    }
}
