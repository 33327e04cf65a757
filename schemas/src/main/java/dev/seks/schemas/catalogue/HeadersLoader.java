// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlMapping;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the fixed headers of a service or an action. */
final class HeadersLoader {
    static final int MAX_HEADERS = 32;
    static final int MAX_VALUE_LENGTH = 1000;

    private static final String JSON = "application/([a-z0-9.+-]{1,80}\\+)?json(; ?charset=utf-8)?";

    private final Faults faults;

    HeadersLoader(Faults faults) {
        this.faults = faults;
    }

    Map<String, String> headers(YamlNode node) {
        Optional<YamlMapping> mapping = YamlFields.mapping(node, "headers", faults);
        if (mapping.isEmpty()) {
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (YamlMapping.Entry entry : mapping.get().entries().values()) {
            YamlScalar name = entry.key();
            if (!HeaderNames.mayBeFixed(name.text())) {
                faults.add(name, "header " + name.described() + ", expected the name of a header that only informs");
            } else if (!seen.add(HeaderNames.folded(name.text()))) {
                faults.add(name, "header " + name.described() + " twice");
            } else if (seen.size() > MAX_HEADERS) {
                faults.add(name, "more than " + MAX_HEADERS + " headers");
            } else {
                value(name, entry.value()).ifPresent(value -> headers.put(name.text(), value));
            }
        }
        return headers;
    }

    private Optional<String> value(YamlScalar name, YamlNode node) {
        return YamlFields.text(node, name.text(), faults)
                .filter(value -> isValue(value) && fitsBody(name, value))
                .map(YamlScalar::text);
    }

    private boolean isValue(YamlScalar value) {
        String text = value.text();
        boolean fits = !text.isEmpty()
                && text.length() <= MAX_VALUE_LENGTH
                && text.strip().equals(text)
                && text.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (!fits) {
            faults.add(
                    value,
                    "value " + value.described() + ", expected 1 to " + MAX_VALUE_LENGTH
                            + " printable ASCII characters without blanks around them");
        }
        return fits;
    }

    /** Bodies are JSON, whatever kind of it. */
    private boolean fitsBody(YamlScalar name, YamlScalar value) {
        boolean fits = !HeaderNames.folded(name.text()).equals("content-type")
                || value.text().matches(JSON);
        if (!fits) {
            faults.add(value, "content type " + value.described() + ", expected one of JSON, such as application/json");
        }
        return fits;
    }

    /** Whether a header may be added beside those that are there already. */
    boolean isFree(YamlScalar name, String what, Collection<String> others, @Nullable Credential credential) {
        boolean free = HeaderNames.mayBeFixed(name.text())
                && others.stream().noneMatch(name.text()::equalsIgnoreCase)
                && !isCredentials(name.text(), credential);
        if (!free) {
            faults.add(name, what + " " + name.described() + ", expected the name of a header of its own");
        }
        return free;
    }

    /** Tells when one of the headers is that of the credential. */
    void requireApart(YamlNode at, Collection<String> names, @Nullable Credential credential) {
        names.stream()
                .filter(name -> isCredentials(name, credential))
                .forEach(name -> faults.add(at, "header " + name + " is the credential's"));
    }

    private static boolean isCredentials(String name, @Nullable Credential credential) {
        return credential != null
                && credential.injection() instanceof Credential.Header header
                && header.name().equalsIgnoreCase(name);
    }
}
