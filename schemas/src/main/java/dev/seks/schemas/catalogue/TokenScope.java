// SPDX-FileCopyrightText: The seks authors
// SPDX-License-Identifier: Apache-2.0
package dev.seks.schemas.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far the credential of one call should reach, where the service can narrow one: to repositories and permissions.
 *
 * @param repositories their names without an owner; none for all that the credential reaches
 * @param permissions from a permission's name to read, write or admin
 */
public record TokenScope(List<String> repositories, SortedMap<String, String> permissions) {

    public TokenScope {
        repositories = List.copyOf(repositories);
        permissions = Collections.unmodifiableSortedMap(new TreeMap<>(permissions));
    }

    /**
     * The same with the parameters of a call still to be filled in, as an action of the catalogue declares it.
     *
     * @param repositories templates; none for all
     */
    public record Declared(List<Template> repositories, SortedMap<String, String> permissions) {
        public Declared {
            repositories = List.copyOf(repositories);
            permissions = Collections.unmodifiableSortedMap(new TreeMap<>(permissions));
        }

        /** The scope for these checked parameters. */
        public TokenScope of(Map<String, Object> params) {
            List<String> names = new ArrayList<>();
            repositories.forEach(template -> names.add(template.render(params, value -> value)));
            return new TokenScope(names, permissions);
        }
    }
}
