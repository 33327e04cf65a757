// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import dev.seks.schemas.yaml.Faults;
import dev.seks.schemas.yaml.YamlFields;
import dev.seks.schemas.yaml.YamlNode;
import dev.seks.schemas.yaml.YamlScalar;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads where the database of a service is. */
final class DatabaseLoader {
    static final Set<String> KEYS = Set.of("url", "tls");

    private static final Pattern REST = Pattern.compile(
            "([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::([1-9][0-9]{0,4}))?/([A-Za-z0-9_.:~/-]{1,128})");
    private static final int MAX_PORT = 65535;

    private final Faults faults;
    private final boolean allowPrivate;

    DatabaseLoader(Faults faults, boolean allowPrivate) {
        this.faults = faults;
        this.allowPrivate = allowPrivate;
    }

    Optional<Database> database(YamlNode node) {
        Optional<YamlFields> fields = YamlFields.of(node, "database", KEYS, faults);
        Optional<YamlScalar> url = fields.flatMap(f -> f.requiredText("url"));
        boolean verified = fields.flatMap(f -> f.flag("tls")).orElse(true);
        if (!verified && !allowPrivate) {
            faults.add(node, "tls false, expected true unless allow_private: true");
        }
        return url.flatMap(text -> database(text, verified));
    }

    private Optional<Database> database(YamlScalar url, boolean verified) {
        Optional<Database.Product> product = Arrays.stream(Database.Product.values())
                .filter(p -> url.text().startsWith(p.prefix()))
                .findFirst();
        Matcher rest = REST.matcher(
                product.map(p -> url.text().substring(p.prefix().length())).orElse(""));
        if (product.isEmpty() || !rest.matches() || port(rest, product.get()) > MAX_PORT) {
            faults.add(
                    url,
                    "url " + url.described()
                            + ", expected jdbc:postgresql://HOST:PORT/NAME or jdbc:h2:tcp://HOST:PORT/NAME"
                            + " without options");
            return Optional.empty();
        }
        if (product.get() == Database.Product.H2 && verified) {
            faults.add(url, "H2 has no TLS that proves who answers, expected tls: false and allow_private: true");
            return Optional.empty();
        }
        return Optional.of(
                new Database(product.get(), rest.group(1), port(rest, product.get()), rest.group(3), verified));
    }

    private static int port(Matcher rest, Database.Product product) {
        return rest.group(2) == null ? product.defaultPort() : Integer.parseInt(rest.group(2));
    }
}
