// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.yaml;

import org.yaml.snakeyaml.resolver.Resolver;

/** A single value as written; {@code plain} when it stands without quotes. */
public record YamlScalar(String file, int line, int column, String text, boolean plain) implements YamlNode {

    /** An unquoted value that YAML reads as null, the empty one included. */
    public boolean isNull() {
        return plain && Resolver.NULL.matcher(text).matches() || plain && text.isEmpty();
    }

    /**
     * An unquoted value that some YAML version reads as something else than text: null, a boolean ({@code no}, {@code
     * on}), a number ({@code 012}, {@code 1_000}, {@code 1:30}) or a date.
     */
    public boolean isAmbiguous() {
        return plain
                && (isNull()
                        || Resolver.BOOL.matcher(text).matches()
                        || Resolver.INT.matcher(text).matches()
                        || Resolver.FLOAT.matcher(text).matches()
                        || Resolver.TIMESTAMP.matcher(text).matches());
    }

    @Override
    public String described() {
        return isNull() ? "null" : plain ? Quote.visible(shortened()) : Quote.of(text);
    }

    private String shortened() {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }
}
