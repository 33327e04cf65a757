// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A mapping in the order of the file; no key stands twice, and each entry keeps the place of its key. */
public record YamlMapping(String file, int line, int column, Map<String, Entry> entries) implements YamlNode {

    /** A key and its value. */
    public record Entry(YamlScalar key, YamlNode value) {}

    public YamlMapping {
        entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String described() {
        return "a mapping";
    }
}
